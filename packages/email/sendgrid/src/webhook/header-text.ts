import { type EmailAddress, type InboundMail, parseAddress } from '@patchbay/email';

/** The header fields of a mail, unfolded and decoded, in their order. */
export function readHeaders(text: string): InboundMail['headers'] {
  const lines = text.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/);
  return lines.flatMap((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) return [];
    return [{ name: line.slice(0, colon), value: decodeWords(line.slice(colon + 1).trim()) }];
  });
}

/** Encoded words of RFC 2047; the space between two of them is none of the text. */
export function decodeWords(text: string): string {
  const joined = text.replace(/\?=[ \t]+=\?/g, '?==?');
  return joined.replace(
    /=\?([\w-]{1,40})(?:\*[\w-]{1,40})?\?([bq])\?([^?\s]*)\?=/gi,
    (word, charset, form, content) => {
      const bytes =
        String(form).toLowerCase() === 'b' ? fromBase64(String(content)) : fromQuoted(String(content));
      return bytes === undefined ? word : decodeText(bytes, String(charset));
    },
  );
}

/** Text of a charset by its name; an unknown name is read as UTF-8. */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function fromQuoted(text: string): Uint8Array {
  const plain = text.replaceAll('_', ' ');
  const bytes = plain.match(/=[0-9a-f]{2}|[^]/gi) ?? [];
  return Uint8Array.from(bytes, (byte) =>
    byte.length === 3 ? Number.parseInt(byte.slice(1), 16) : byte.charCodeAt(0),
  );
}

/** What is longer no mailer has written, and it is not looked at. */
const longest = { mailbox: 1000, list: 65_536 } as const;

/** The mailboxes of a header field; what is none is left out. */
export function readAddresses(text: string): readonly EmailAddress[] {
  return splitList(text.slice(0, longest.list)).flatMap((entry) =>
    entry.length > longest.mailbox ? [] : (parseAddress(decodeWords(entry.trim())) ?? []),
  );
}

/** At the commas outside of quotes. */
function splitList(text: string): readonly string[] {
  const entries = [''];
  let isQuoted = false;
  let isEscaped = false;
  for (const character of text) {
    if (character === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = character === '\\' && !isEscaped;
    if (character === ',' && !isQuoted) entries.push('');
    else entries.push((entries.pop() ?? '') + character);
  }
  return entries;
}
