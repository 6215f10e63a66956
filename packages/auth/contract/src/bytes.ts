import { base64url } from 'jose';

const encoder = new TextEncoder();

/** 256 bits of chance, as text for URLs. */
export function randomToken(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
}

export async function digest(text: string, algorithm = 'SHA-256'): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(text)));
}

export async function digestText(text: string): Promise<string> {
  return base64url.encode(await digest(text));
}

/** In constant time, whatever the lengths: digests are compared. */
export async function areSame(own: string, claimed: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(own), digest(claimed)]);
  let difference = 0;
  for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 0);
  return difference === 0;
}
