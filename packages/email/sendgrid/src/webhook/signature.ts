import { DriverFailure } from '@patchbay/core';
import { rejected } from '@patchbay/core/webhook';

/** What a signed event webhook is checked against. */
export interface EventSignature {
  /** The signature: ASN.1 DER in base64. */
  readonly signature: string | null;
  /** Epoch seconds, as the header has them. */
  readonly timestamp: string | null;
  readonly body: Uint8Array;
  /** All keys that are valid now. */
  readonly publicKeys: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

const toleranceMs = 300_000;

/**
 * Verifies ECDSA (P-256, SHA-256) over timestamp and raw body, with every key that is valid now:
 * https://docs.sendgrid.com/for-developers/tracking-events/getting-started-event-webhook-security-features
 * (2026-11-22).
 * @throws `DriverFailure` `webhook_rejected`: `signature_missing`, `signature_invalid`, `timestamp_outside_tolerance`.
 */
export async function verifyEvents(check: EventSignature): Promise<void> {
  const { signature, timestamp, body, publicKeys, now } = check;
  if (!signature || !timestamp) throw rejected('signature_missing', 'The signature headers are missing.');
  const raw = toRawSignature(signature);
  if (raw === undefined || !/^\d{1,12}$/.test(timestamp))
    throw rejected('signature_invalid', 'The signature headers have another form.');
  const signed = new Uint8Array(await new Blob([timestamp, new Uint8Array(body)]).arrayBuffer());
  const verdicts = await Promise.all(publicKeys.map((key) => isSignedBy(key, raw, signed)));
  if (!verdicts.includes(true))
    throw rejected('signature_invalid', 'The signature matches none of the configured keys.');
  const offByMs = Math.abs(now - Number(timestamp) * 1000);
  if (offByMs > toleranceMs)
    throw rejected('timestamp_outside_tolerance', `The signed timestamp is ${offByMs} ms off.`);
}

type Bytes = Uint8Array<ArrayBuffer>;

const curve = { name: 'ECDSA', namedCurve: 'P-256' };

async function isSignedBy(publicKey: string, signature: Bytes, signed: Bytes): Promise<boolean> {
  const spki = fromBase64(publicKey);
  const key = await crypto.subtle.importKey('spki', spki, curve, false, ['verify']).catch(noPoint);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, signed);
}

/** Most misprints of a key are seen only now: the form is right, but the point is not on the curve. */
function noPoint(): never {
  const message = 'webhookPublicKey: found one that is no point on P-256; copy it again from the dashboard.';
  throw new DriverFailure({ code: 'config_invalid', message });
}

/** The two integers of an ASN.1 sequence side by side, 32 octets each, as WebCrypto takes them. */
function toRawSignature(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]{8,100}={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const der = fromBase64(text);
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const first = integerAt(der, 2);
  const second = integerAt(der, 2 + 2 + (der[3] ?? 0));
  if (first === undefined || second === undefined) return undefined;
  if (4 + (der[3] ?? 0) + 2 + (der[5 + (der[3] ?? 0)] ?? 0) !== der.length) return undefined;
  const raw = new Uint8Array(64);
  raw.set(first, 32 - first.length);
  raw.set(second, 64 - second.length);
  return raw;
}

/** A positive integer of at most 32 octets, without the zero that keeps it positive. */
function integerAt(der: Bytes, start: number): Bytes | undefined {
  const length = der[start + 1] ?? 0;
  const digits = der.slice(start + 2, start + 2 + length);
  if (der[start] !== 0x02 || length === 0 || digits.length !== length) return undefined;
  const significant = digits.slice(digits.findIndex((digit) => digit !== 0));
  return significant.length > 32 ? undefined : significant;
}

function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
