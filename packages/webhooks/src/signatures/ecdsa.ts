import { type Bytes, fromBase64, type ImportedKey, type SignatureEncoding } from './bytes.ts';
import { configInvalid, type OneOrMore } from './config.ts';
import { type KeyForm, readPublicKeys } from './public-keys.ts';
import { type SignatureOptions, signedSource } from './signed.ts';
import type { SignedEvent, WebhookSource } from './source.ts';

/** Options of {@link ecdsaWebhooks}. */
export type EcdsaWebhooksOptions<E extends SignedEvent> = SignatureOptions<E> & {
  /** All that are valid now: points on P-256, SPKI in PEM or base64. */
  readonly publicKeys: OneOrMore<string>;
  /** How the two numbers of a signature are written: ASN.1 DER, or 32 bytes each (`raw`, IEEE P1363). Default `der`. */
  readonly form?: 'der' | 'raw';
  /** Default `base64`. */
  readonly encoding?: SignatureEncoding;
};

/** SPKI of an uncompressed point on P-256 (RFC 5480): these 26 bytes, then 65. */
const keyForm: KeyForm = {
  spkiPrefix: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  pointLength: 65,
  name: 'a public key on P-256',
};

/**
 * Webhooks that are signed by ECDSA on P-256 with SHA-256.
 * @throws `IntegrationError` `config_invalid`: no key, one of another form, or a timestamp that is not signed. A key
 * whose point is not on the curve is found at the first delivery.
 */
export function ecdsaWebhooks<E extends SignedEvent>(options: EcdsaWebhooksOptions<E>): WebhookSource<E> {
  const { encoding = 'base64', form = 'der' } = options;
  const checks = readPublicKeys('ecdsaWebhooks', options.publicKeys, keyForm, fromBase64).map(p256);
  return signedSource('ecdsaWebhooks', { ...options, encoding }, async (signature, signed) => {
    const numbers = form === 'der' ? fromDer(signature) : signature;
    if (numbers?.length !== 64) return false;
    const verdicts = await Promise.all(checks.map((isSigned) => isSigned(numbers, signed)));
    return verdicts.includes(true);
  });
}

function p256(point: Bytes): (signature: Bytes, signed: Bytes) => Promise<boolean> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  let imported: Promise<ImportedKey> | undefined;
  return async (signature, signed) => {
    imported ??= crypto.subtle.importKey('raw', point, curve, false, ['verify']).catch(noPoint);
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, await imported, signature, signed);
  };
}

/** Most misprints are seen only now: the form is right, but the point is not on the curve. */
function noPoint(): never {
  throw configInvalid('ecdsaWebhooks', [{ path: 'publicKeys', expected: 'points on P-256' }]);
}

/** The two integers of an ASN.1 sequence side by side, 32 bytes each, as WebCrypto takes them. */
function fromDer(der: Bytes): Bytes | undefined {
  const [tag, length] = der;
  if (tag !== 0x30 || length !== der.length - 2) return undefined;
  const first = integerAt(der, 2);
  const second = integerAt(der, first?.end ?? der.length);
  if (first === undefined || second?.end !== der.length) return undefined;
  const raw = new Uint8Array(64);
  raw.set(first.digits, 32 - first.digits.length);
  raw.set(second.digits, 64 - second.digits.length);
  return raw;
}

/** A positive integer of at most 32 bytes in its only spelling, without the zero that keeps it positive. */
function integerAt(der: Bytes, start: number): { readonly digits: Bytes; readonly end: number } | undefined {
  const end = start + 2 + (der[start + 1] ?? 0);
  const [first = 0x80, second = 0x80] = der.subarray(start + 2, end);
  if (der[start] !== 0x02 || end > der.length || first >= 0x80) return undefined;
  const isPadded = first === 0 && end > start + 3;
  if (isPadded && second < 0x80) return undefined;
  const digits = der.slice(start + (isPadded ? 3 : 2), end);
  return digits.length > 32 ? undefined : { digits, end };
}
