import { type Random, reveal } from '@patchbay/core';
import type { SmtpEmailOptions } from '../options.ts';

const idDigits = 20;
const signatureDigits = 24;
/** Those of 24 characters of a key: that many a ledger compares. */
const keyDigits = 36;
/** So that no two mails have one `Message-ID`: whoever reads both would be shown one. */
const ownDigits = 8;

/** The form of a signed id. */
const signedId = new RegExp(`(?<![0-9a-f])[0-9a-f]{${idDigits + signatureDigits}}(?![0-9a-f])`, 'g');

/** What names a mail. */
export interface MailName {
  /** `Receipt.id`. */
  readonly id: string;
  /** What stands before the `@` of its `Message-ID`: the id, and with a key the rest of it and chance. */
  readonly local: string;
}

/**
 * The name of a new mail: of its key, or chance; signed where there is a secret, so that it proves itself when it comes
 * back. The signature is over the first digits of the key: with another rest behind it a name is of no key at all.
 */
export async function newName(
  { bounceSecret = [] }: SmtpEmailOptions,
  random: Random,
  key: string | undefined,
): Promise<MailName> {
  const digits = key === undefined ? randomDigits(idDigits, random) : toDigits(key);
  const own = digits.slice(0, idDigits);
  const [secret] = [bounceSecret].flat();
  const id = secret === undefined ? own : own + (await signatureOf(own, reveal(secret)));
  const rest = [id, digits.slice(idDigits), randomDigits(ownDigits, random)];
  return { id, local: key === undefined ? id : rest.join('.') };
}

/** The key of the mail with this id, where one of the texts has the whole name: as much of it as a ledger compares. */
export function keyIn(texts: readonly string[], id: string): string | undefined {
  const whole = new RegExp(`${id}\\.([0-9a-f]{${keyDigits - idDigits}})(?![0-9a-f])`);
  const [rest] = texts.flatMap((text) => whole.exec(text.toLowerCase())?.[1] ?? []);
  if (rest === undefined) return undefined;
  return Buffer.from(id.slice(0, idDigits) + rest, 'hex').toString('base64url');
}

function randomDigits(length: number, random: Random): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** In hexadecimal digits: letters of either case would not survive every server on the way. */
function toDigits(key: string): string {
  return Buffer.from(key, 'base64url').toString('hex').slice(0, keyDigits);
}

/** Whatever looks like a signed id in a text. */
export function idsIn(text: string): readonly string[] {
  return text.toLowerCase().match(signedId) ?? [];
}

/** True for an id that one of the secrets signed. */
export async function isGenuine(
  id: string,
  { bounceSecret = [] }: Pick<SmtpEmailOptions, 'bounceSecret'>,
): Promise<boolean> {
  const signature = id.slice(idDigits);
  const expected = await Promise.all(
    [bounceSecret].flat().map((secret) => signatureOf(id.slice(0, idDigits), reveal(secret))),
  );
  return expected.map((own) => areEqual(own, signature)).includes(true);
}

async function signatureOf(id: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`patchbay-mail ${id}`)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, signatureDigits);
}

/** In a time that does not tell how much of it is right. */
function areEqual(own: string, given: string): boolean {
  let difference = own.length ^ given.length;
  for (let index = 0; index < own.length; index += 1)
    difference |= own.charCodeAt(index) ^ given.charCodeAt(index);
  return difference === 0;
}
