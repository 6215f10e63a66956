/** Bytes as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A key that WebCrypto has taken in. */
export type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** What a signature covers: bytes, text (as UTF-8), or several of them one behind the other. */
export type SignedContent = Uint8Array | string | readonly (Uint8Array | string)[];

/** How a signature is written in its header. */
export type SignatureEncoding = 'hex' | 'base64' | 'base64url';

/** Joins what is signed. */
export function toBytes(content: SignedContent): Bytes {
  const parts = (typeof content === 'string' || content instanceof Uint8Array ? [content] : content).map(
    (part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part),
  );
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** Decodes strictly: `undefined` for what no encoder writes, so that a signature has one spelling only. */
export function decode(text: string, encoding: SignatureEncoding): Bytes | undefined {
  if (encoding === 'hex') return fromHex(text);
  return encoding === 'base64' ? fromBase64(text) : fromBase64url(text);
}

/** Upper case too: a few vendors write hex so. */
function fromHex(text: string): Bytes | undefined {
  if (!/^(?:[0-9a-f]{2})+$/.test(text) && !/^(?:[0-9A-F]{2})+$/.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function fromBase64url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  const padding = '='.repeat((4 - (text.length % 4)) % 4);
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding);
}

/** With its padding, and with no bits left over behind the last byte. */
export function fromBase64(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
}

/** For keys and signatures: short bytes. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** In constant time: it looks at every byte, wherever the first difference is. */
export function areEqual(own: Uint8Array, claimed: Uint8Array): boolean {
  let difference = own.length ^ claimed.length;
  for (const [index, byte] of own.entries()) difference |= byte ^ (claimed[index] ?? 0);
  return difference === 0;
}
