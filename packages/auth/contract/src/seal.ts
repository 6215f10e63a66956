import type { Secret } from '@patchbay/core';
import { base64url, type CryptoKey } from 'jose';

/** Hides and protects text that somebody else keeps: what comes back is what was sealed, or nothing. */
export interface Seal {
  close(text: string): Promise<string>;
  /** `undefined` for what was changed, sealed for another purpose, or by a secret that is no longer known. */
  open(sealed: string): Promise<string | undefined>;
}

type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const ivBytes = 12;

/**
 * AES-256-GCM with a key that HKDF derives from each secret for this purpose alone. The first secret seals and all
 * open, so that a secret can be rotated.
 */
export function makeSeal(secrets: readonly Secret[], purpose: string): Seal {
  const derived = new Map<Secret, Promise<CryptoKey>>();
  const keyOf = (secret: Secret): Promise<CryptoKey> => {
    const known = derived.get(secret) ?? derive(secret, purpose);
    derived.set(secret, known);
    return known;
  };
  const additionalData = encoder.encode(purpose);
  return {
    async close(text) {
      const [secret] = secrets;
      if (secret === undefined) throw new TypeError('There is no secret to seal with.');
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const parameters = { name: 'AES-GCM', iv, additionalData };
      const closed = await crypto.subtle.encrypt(parameters, await keyOf(secret), encoder.encode(text));
      return base64url.encode(joined(iv, new Uint8Array(closed)));
    },
    async open(sealed) {
      const bytes = decoded(sealed);
      if (bytes === undefined || bytes.length <= ivBytes) return undefined;
      const parameters = { name: 'AES-GCM', iv: bytes.slice(0, ivBytes), additionalData };
      for (const secret of secrets) {
        const text = await opened(parameters, await keyOf(secret), bytes.slice(ivBytes));
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

async function derive(secret: Secret, purpose: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret.reveal()), 'HKDF', false, [
    'deriveKey',
  ]);
  const info = encoder.encode(`patchbay/auth/${purpose}`);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

async function opened(
  parameters: { readonly name: string; readonly iv: Bytes; readonly additionalData: Bytes },
  key: CryptoKey,
  closed: Bytes,
): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, key, closed));
  } catch {
    return undefined; // its tag does not fit
  }
}

function decoded(text: string): Bytes | undefined {
  try {
    return /^[\w-]+$/.test(text) ? new Uint8Array(base64url.decode(text)) : undefined;
  } catch {
    return undefined;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
