import { type Bytes, decode, type ImportedKey, type SignatureEncoding } from './bytes.ts';
import type { OneOrMore } from './config.ts';
import { type KeyForm, readPublicKeys } from './public-keys.ts';
import { type Check, type SignatureOptions, signedSource } from './signed.ts';
import type { SignedEvent, WebhookSource } from './source.ts';

/** Options of {@link ed25519Webhooks}. */
export type Ed25519WebhooksOptions<E extends SignedEvent> = SignatureOptions<E> & {
  /** All that are valid now: 32 bytes in hex or base64, or SPKI in PEM or base64. */
  readonly publicKeys: OneOrMore<string>;
  /** Default `hex`. */
  readonly encoding?: SignatureEncoding;
};

/** SPKI of Ed25519 (RFC 8410): these twelve bytes, then the point. */
const form: KeyForm = {
  spkiPrefix: '302a300506032b6570032100',
  pointLength: 32,
  name: 'an Ed25519 public key',
};

/**
 * Webhooks that are signed by Ed25519 (RFC 8032): nobody who can verify them can make them.
 * @throws `IntegrationError` `config_invalid`: no key, one of another form, or a timestamp that is not signed.
 * @example
 * const discord = ed25519Webhooks({
 *   publicKeys: '<from the developer portal>',
 *   header: 'x-signature-ed25519',
 *   timestamp: { header: 'x-signature-timestamp' },
 *   signed: ({ body }, timestamp) => [timestamp, body],
 *   toEvents,
 * });
 */
export function ed25519Webhooks<E extends SignedEvent>(options: Ed25519WebhooksOptions<E>): WebhookSource<E> {
  const { encoding = 'hex' } = options;
  const checks = readPublicKeys('ed25519Webhooks', options.publicKeys, form, rawKey).map(ed25519);
  return signedSource('ed25519Webhooks', { ...options, encoding }, async (signature, signed) => {
    const verdicts = await Promise.all(checks.map((isSigned) => isSigned(signature, signed)));
    return verdicts.includes(true);
  });
}

function rawKey(text: string): Bytes | undefined {
  return text.length === 64 ? decode(text, 'hex') : decode(text, 'base64');
}

/** What checks signatures against one public key. */
export function ed25519(publicKey: Bytes): Check {
  let imported: Promise<ImportedKey> | undefined;
  return async (signature, signed) => {
    if (signature.length !== 64) return false;
    imported ??= crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
    return crypto.subtle.verify({ name: 'Ed25519' }, await imported, signature, signed);
  };
}
