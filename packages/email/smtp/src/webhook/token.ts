import { type Random, reveal } from '@patchbay/core';
import type { SmtpEmailOptions } from '../options.ts';

const idDigits = 20;
const signatureDigits = 24;

/** The form of a signed id: letters of either case would not survive every server on the way. */
const signedId = new RegExp(`(?<![0-9a-f])[0-9a-f]{${idDigits + signatureDigits}}(?![0-9a-f])`, 'g');

/** The id of a new mail: chance, signed where there is a secret, so that it proves itself when it comes back. */
export async function newId({ bounceSecret = [] }: SmtpEmailOptions, random: Random): Promise<string> {
  const id = Array.from({ length: idDigits }, () => Math.floor(random() * 16).toString(16)).join('');
  const [secret] = [bounceSecret].flat();
  return secret === undefined ? id : id + (await signatureOf(id, reveal(secret)));
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
