const idBytes = 12;

/** A fresh id, for example `mail_3f9c…`. From the machine's own entropy: a seeded one would repeat after a restart. */
export function newId(prefix: string): string {
  return `${prefix}_${toHex(crypto.getRandomValues(new Uint8Array(idBytes)))}`;
}

/** The same id for the same text, on every machine. */
export async function idOf(prefix: string, text: string): Promise<string> {
  return `${prefix}_${(await digestOf(new TextEncoder().encode(text))).slice(0, 2 * idBytes)}`;
}

/** SHA-256 in hexadecimal digits. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
