import { type Clock, type SecretInput, systemClock } from '@patchbay/core';
import { type RawWebhook, rejected } from '@patchbay/core/webhook';
import { areEqual, type Bytes, fromBase64, toBase64, toBytes } from './bytes.ts';
import { checkFigure, configInvalid, type OneOrMore, readSecrets } from './config.ts';
import { ed25519 } from './ed25519.ts';
import { hmac } from './hmac.ts';
import { checkAge, toEpochMs, usualToleranceMs } from './signed.ts';
import { type SignedEvent, type SourceOptions, toSource, type WebhookSource } from './source.ts';

/** Options of {@link standardWebhooks}. */
export interface StandardWebhooksOptions<E extends SignedEvent> extends SourceOptions<E> {
  /** All that are valid now: `whsec_…` for HMAC (`v1`), `whpk_…` for a public key of Ed25519 (`v1a`). */
  readonly secrets: OneOrMore<SecretInput>;
  /** How the three headers begin: `svix` at vendors that send by Svix under its older names. Default `webhook`. */
  readonly headers?: 'webhook' | 'svix';
  /** How old, or how far ahead, the signed timestamp may be. Default 300 000 ms. */
  readonly toleranceMs?: number;
  readonly clock?: Clock;
}

/**
 * Webhooks that are signed as https://www.standardwebhooks.com lays down. `toEvents` finds the id of the delivery,
 * which is the same at each try, in `headers.get('webhook-id')`: it makes a good `dedupeKey`.
 * @throws `IntegrationError` `config_invalid`: a secret of another form, or not of 24 to 64 bytes.
 */
export function standardWebhooks<E extends SignedEvent>(
  options: StandardWebhooksOptions<E>,
): WebhookSource<E> {
  const { secrets, headers: prefix = 'webhook', clock = systemClock } = options;
  const { toleranceMs = usualToleranceMs } = options;
  checkFigure('standardWebhooks', 'toleranceMs', toleranceMs, 0);
  const checks = readKeys('standardWebhooks', secrets).map(toCheck);
  return toSource('standardWebhooks', options, async (webhook) => {
    const { claimed, signed, sentAt } = readHeaders(webhook, prefix);
    const verdicts = await Promise.all(checks.map((isSigned) => isSigned(claimed, signed)));
    if (!verdicts.includes(true))
      throw rejected('signature_invalid', 'The signature matches none of the configured secrets.');
    checkAge(sentAt, clock.now(), toleranceMs);
  });
}

/** One delivery to sign. */
export interface StandardMessage {
  /** The same at each try. Visible ASCII without a full stop, which stands between the signed parts. */
  readonly id: string;
  /** When it is sent, in epoch seconds. */
  readonly timestamp: number;
  readonly body: Uint8Array;
  /** `whsec_…`: all that the receiver may know, the newest first. Each gives a signature. */
  readonly secrets: OneOrMore<SecretInput>;
}

/** The headers of a signed delivery. */
export interface StandardHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  /** Several while a secret is rotated, a space between them. */
  readonly 'webhook-signature': string;
}

/**
 * Signs a delivery (`v1`: HMAC-SHA256).
 * @throws `IntegrationError` `config_invalid` for a secret, an id or a timestamp of another form.
 */
export async function signStandardWebhook(message: StandardMessage): Promise<StandardHeaders> {
  const { id, timestamp, body, secrets } = message;
  const keys = readKeys('signStandardWebhook', secrets);
  if (keys.some(({ version }) => version === 'v1a')) throw notSecret('signStandardWebhook', 'a public key');
  if (!isId(id)) throw notSignable('id', 'visible ASCII without a full stop');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0)
    throw notSignable('timestamp', 'whole epoch seconds');
  const signed = toBytes([`${id}.${timestamp}.`, body]);
  const digests = await Promise.all(keys.map(({ bytes }) => hmac(bytes, 'sha256')(signed)));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': digests.map((digest) => `v1,${toBase64(digest)}`).join(' '),
  };
}

/** A new secret of 32 random bytes: `whsec_…`. */
export function newStandardSecret(): string {
  return `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(32)))}`;
}

interface Key {
  readonly version: 'v1' | 'v1a';
  readonly bytes: Bytes;
}

function readKeys(scheme: string, secrets: OneOrMore<SecretInput>): readonly Key[] {
  return readSecrets({ scheme, option: 'secrets', leastBytes: 24 }, secrets).map((text) => {
    const key = toKey(text);
    if (key === undefined) throw notSecret(scheme, 'one of another form');
    if (!isSized(key)) throw notSecret(scheme, `one of ${key.bytes.length} bytes`);
    return key;
  });
}

/** True for a secret that a message can be signed by: `whsec_` and 24 to 64 bytes in base64. */
export function isStandardSecret(text: string): boolean {
  const key = toKey(text);
  return key?.version === 'v1' && isSized(key);
}

function toKey(text: string): Key | undefined {
  const [, prefix, encoded = ''] = /^(whsec|whpk)_(.*)$/s.exec(text) ?? [];
  const bytes = fromBase64(encoded);
  return bytes && { version: prefix === 'whpk' ? 'v1a' : 'v1', bytes };
}

function isSized({ version, bytes }: Key): boolean {
  return version === 'v1a' ? bytes.length === 32 : bytes.length >= 24 && bytes.length <= 64;
}

function notSecret(scheme: string, found: string): Error {
  const expected = 'whsec_ and 24 to 64 bytes in base64, or, to verify, whpk_ and 32 bytes';
  return configInvalid(scheme, [{ path: 'secrets', found, expected }]);
}

function notSignable(path: string, expected: string): Error {
  return configInvalid('signStandardWebhook', [{ path, expected }]);
}

/** With a full stop in the id, its end could be passed off as the timestamp. */
function isId(text: string): boolean {
  return /^[!-~]{1,256}$/.test(text) && !text.includes('.');
}

type Claims = Readonly<Record<Key['version'], readonly Bytes[]>>;

function toCheck({ version, bytes }: Key): (claims: Claims, signed: Bytes) => Promise<boolean> {
  if (version === 'v1') {
    const digest = hmac(bytes, 'sha256');
    return async ({ v1 }, signed) => {
      const own = await digest(signed);
      return v1.map((claimed) => areEqual(own, claimed)).includes(true);
    };
  }
  const isSigned = ed25519(bytes);
  return async ({ v1a }, signed) => {
    // No more than a vendor sends while it rotates: a stranger must not choose how much we compute.
    const verdicts = await Promise.all(v1a.slice(0, 8).map((claimed) => isSigned(claimed, signed)));
    return verdicts.includes(true);
  };
}

function readHeaders(
  { headers, body }: RawWebhook,
  prefix: string,
): { claimed: Claims; signed: Bytes; sentAt: number } {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headers.get(`${prefix}-${name}`),
  );
  if (!id || !timestamp || !signatures)
    throw rejected(
      'signature_missing',
      `One of ${prefix}-id, ${prefix}-timestamp and ${prefix}-signature is missing.`,
    );
  const sentAt = toEpochMs(timestamp, 's');
  const isTwice = signatures.includes(', '); // how `Headers` joins a header that came twice
  if (sentAt === undefined || !isId(id) || isTwice)
    throw rejected('signature_invalid', 'The headers have another form.');
  const claimed = { v1: claimsOf(signatures, 'v1', 32), v1a: claimsOf(signatures, 'v1a', 64) };
  return { claimed, signed: toBytes([`${id}.${timestamp}.`, body]), sentAt };
}

/** Signatures of other versions may stand beside: they are not looked at. */
function claimsOf(signatures: string, version: string, length: number): readonly Bytes[] {
  return signatures.split(' ').flatMap((text) => {
    const bytes = text.startsWith(`${version},`) ? fromBase64(text.slice(version.length + 1)) : undefined;
    return bytes?.length === length ? [bytes] : [];
  });
}
