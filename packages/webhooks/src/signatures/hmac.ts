import type { SecretInput } from '@patchbay/core';
import { areEqual, type Bytes, type ImportedKey, type SignatureEncoding } from './bytes.ts';
import { type OneOrMore, readSecrets } from './config.ts';
import { type SignatureOptions, signedSource } from './signed.ts';
import type { SignedEvent, WebhookSource } from './source.ts';

const hashes = { sha256: 'SHA-256', sha1: 'SHA-1', sha512: 'SHA-512' } as const;

/** Options of {@link hmacWebhooks}. */
export type HmacWebhooksOptions<E extends SignedEvent> = SignatureOptions<E> & {
  /** All that are valid now, of 16 bytes at least: plain text, whose UTF-8 is the key. */
  readonly secrets: OneOrMore<SecretInput>;
  /** Default `sha256`. A signature by another one is refused. */
  readonly algorithm?: keyof typeof hashes;
  /** Default `hex`. */
  readonly encoding?: SignatureEncoding;
};

/**
 * Webhooks that are signed by HMAC with a shared secret, in a header of their own.
 * @throws `IntegrationError` `config_invalid`: a blank or short secret, or a timestamp that is not signed.
 * @example
 * const github = hmacWebhooks({
 *   secrets: process.env.GITHUB_WEBHOOK_SECRET ?? '',
 *   header: 'x-hub-signature-256',
 *   prefix: 'sha256=',
 *   toEvents: (payload, { headers }) => toGithubEvents(payload, headers.get('x-github-delivery')),
 * });
 */
export function hmacWebhooks<E extends SignedEvent>(options: HmacWebhooksOptions<E>): WebhookSource<E> {
  const { algorithm = 'sha256', encoding = 'hex' } = options;
  const texts = readSecrets({ scheme: 'hmacWebhooks', option: 'secrets', leastBytes: 16 }, options.secrets);
  const digests = texts.map((text) => hmac(new TextEncoder().encode(text), algorithm));
  return signedSource('hmacWebhooks', { ...options, encoding }, async (signature, signed) => {
    const own = await Promise.all(digests.map((digest) => digest(signed)));
    return own.map((digest) => areEqual(digest, signature)).includes(true);
  });
}

/** What computes HMACs with one key. */
export function hmac(key: Bytes, algorithm: keyof typeof hashes): (signed: Bytes) => Promise<Bytes> {
  const of = { name: 'HMAC', hash: hashes[algorithm] };
  let imported: Promise<ImportedKey> | undefined;
  return async (signed) => {
    imported ??= crypto.subtle.importKey('raw', key, of, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', await imported, signed));
  };
}
