import { Secret, type SecretInput } from '@patchbay/core';
import { fromBase64, type ImportedKey, toBase64 } from '../signatures/bytes.ts';
import { refuse } from './refusal.ts';

/** Hides the endpoints’ secrets from whoever reads the store. */
export interface Seal {
  /** `owner` is part of the seal: what was sealed for one cannot be opened for another. */
  close(owner: string, text: string): Promise<string>;
  /** @throws `IntegrationError` `config_invalid` where no key opens it. */
  open(owner: string, sealed: string): Promise<string>;
}

const ivBytes = 12;
const leastCharacters = 32;
const encoder = new TextEncoder();

/**
 * AES-256-GCM by keys that are derived for this purpose alone. The first key seals, and all open: so keys are rotated.
 */
export function makeSeal(keys: SecretInput | readonly SecretInput[]): Seal {
  const texts = (Array.isArray(keys) ? keys : [keys]).map((key: SecretInput) =>
    Secret.is(key) ? key.reveal() : new Secret(key).reveal(),
  );
  const [first, ...others] = texts;
  if (first === undefined || texts.some((text) => text.length < leastCharacters)) throw tooShort();
  const sealing = derive(first);
  const derived = [sealing, ...others.map(derive)];
  return {
    async close(owner, text) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const parameters = { name: 'AES-GCM', iv, additionalData: encoder.encode(owner) };
      const closed = await crypto.subtle.encrypt(parameters, await sealing, encoder.encode(text));
      return `${toBase64(iv)}.${toBase64(new Uint8Array(closed))}`;
    },
    async open(owner, sealed) {
      const [iv, closed] = sealed.split('.').map((part) => fromBase64(part));
      if (iv === undefined || closed === undefined) throw notOpened();
      const parameters = { name: 'AES-GCM', iv, additionalData: encoder.encode(owner) };
      for (const key of derived) {
        const opened = await crypto.subtle.decrypt(parameters, await key, closed).catch(() => undefined);
        if (opened !== undefined) return new TextDecoder().decode(opened);
      }
      throw notOpened();
    },
  };
}

async function derive(text: string): Promise<ImportedKey> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(text), 'HKDF', false, ['deriveKey']);
  const info = encoder.encode('patchbay/webhooks/endpoint-secrets');
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

function tooShort(): Error {
  return refuse('sender', {
    code: 'config_invalid',
    message: `A sealing key has fewer than ${leastCharacters} characters.`,
    hint: 'Draw one at random, for example by `openssl rand -base64 32`.',
  });
}

function notOpened(): Error {
  return refuse('sender', {
    code: 'config_invalid',
    message: 'No sealing key opens the secret of an endpoint.',
    hint: 'Give also the keys that were used before: `sealingKey: [newKey, oldKey]`.',
  });
}
