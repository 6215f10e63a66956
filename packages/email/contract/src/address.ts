/** A mailbox: the address, and the name that is shown beside it. */
export interface EmailAddress {
  readonly email: string;
  readonly name?: string;
}

/** A mailbox as text (`ada@example.com`, `Ada Lovelace <ada@example.com>`) or in its parts. */
export type AddressInput = string | EmailAddress;

/** Control characters and what some mailers take for a line end: none of them belongs into a header. */
const unprintable = /[\p{Cc}\u2028\u2029]/u;

/** True for text that may stand in a header: one line, no control characters, no half of a surrogate pair. */
export function isHeaderText(text: string): boolean {
  return !unprintable.test(text) && isWellFormed(text);
}

/** No text of a mailbox or a name is longer, quotes and spaces included: what is, is refused unread. */
const longestText = 1000;
const longestName = 320;

const atom = "[\\p{L}\\p{M}\\p{Nd}!#$%&'*+/=?^_`{|}~-]+";
const localPart = new RegExp(`^${atom}(\\.${atom})*$`, 'u');
const domainLabel = /^[\p{L}\p{Nd}]([\p{L}\p{M}\p{Nd}-]{0,61}[\p{L}\p{M}\p{Nd}])?$/u;

/**
 * True for a mailbox that every provider takes: a dotted local part at a domain.
 *
 * The local part is without quotes, comments or routes and at most 64 octets long, the domain has two or more labels,
 * the last of them no number, and all of it has at most 254 octets. Letters that are other ones in disguise (full
 * width, ligatures) are refused: somebody on the way would write them out.
 */
export function isEmail(text: string): boolean {
  if (text.length > 254 || isDisguised(text)) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  return (
    at > 0 &&
    octets(text) <= 254 &&
    octets(local) <= 64 &&
    localPart.test(local) &&
    labels.length > 1 &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/**
 * Reads one mailbox, strictly: lists, groups, comments and routes are none.
 * @returns `undefined` when the text is not exactly one mailbox.
 */
export function parseAddress(text: string): EmailAddress | undefined {
  if (text.length > longestText || !isHeaderText(text)) return undefined;
  const trimmed = text.trim();
  if (isEmail(trimmed)) return { email: trimmed };
  const [, display = '', email = ''] = /^(.*?)\s*<([^<>\s]+)>$/.exec(trimmed) ?? [];
  if (!isEmail(email)) return undefined;
  const name = toName(display);
  if (name === undefined || name.length > longestName) return undefined;
  return name === '' ? { email } : { email, name };
}

/** The shown name: words without specials, or a quoted string. */
function toName(display: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(display);
  if (quoted !== null) return (quoted[1] ?? '').replace(/\\(.)/g, '$1');
  return /[<>@,;:"\\()[\]]/.test(display) ? undefined : display;
}

/** The mailboxes of a field, in their parts. */
export function toAddresses(
  input: AddressInput | readonly AddressInput[] | undefined,
): readonly EmailAddress[] {
  if (input === undefined) return [];
  return (isList(input) ? input : [input]).map(toAddress);
}

/** A mailbox in its parts; the message's schema has made sure that it is one. */
export function toAddress(input: AddressInput): EmailAddress {
  return typeof input === 'string' ? (parseAddress(input) ?? { email: input }) : input;
}

/** The same mailbox in its usual form: the domain in lower case. */
export function sameMailbox(email: string): string {
  const at = email.lastIndexOf('@');
  return email.slice(0, at) + email.slice(at).toLowerCase();
}

function isList(input: AddressInput | readonly AddressInput[]): input is readonly AddressInput[] {
  return Array.isArray(input);
}

function isDisguised(text: string): boolean {
  return !isAscii(text) && text.normalize('NFKC') !== text.normalize('NFC');
}

function octets(text: string): number {
  return isAscii(text) ? text.length : new TextEncoder().encode(text).byteLength;
}

/** Most are, and then there is nothing to normalise and nothing to count. */
function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDFFF]/u.test(text);
}
