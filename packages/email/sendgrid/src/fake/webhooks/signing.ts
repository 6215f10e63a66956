import { fromBase64, toBase64 } from '../account.ts';
import type { SendgridEvent, SignOptions } from '../types.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/** The keys of the signed event webhook. */
export interface SigningKeys {
  publicKey(index: number): Promise<string>;
  /** Signs bytes: an ASN.1 DER signature in base64. */
  sign(index: number, data: Uint8Array<ArrayBuffer>): Promise<string>;
}

type Key = Parameters<typeof crypto.subtle.sign>[1];

interface KeyPair {
  readonly privateKey: Key;
  readonly publicKey: Key;
}

export function signingKeys(given: readonly string[] = []): SigningKeys {
  const pairs = new Map<number, Promise<KeyPair>>();
  const pairAt = (index: number): Promise<KeyPair> => {
    const encoded = given[index];
    const pair = pairs.get(index) ?? (encoded === undefined ? generated() : imported(encoded));
    pairs.set(index, pair);
    return pair;
  };
  return {
    async publicKey(index) {
      const { publicKey } = await pairAt(index);
      return toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)));
    },
    async sign(index, data) {
      const { privateKey } = await pairAt(index);
      const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, data);
      return toBase64(toDer(new Uint8Array(raw)));
    },
  };
}

/**
 * https://docs.sendgrid.com/for-developers/tracking-events/getting-started-event-webhook-security-features (2026-11-22)
 */
export async function signedRequest(
  keys: SigningKeys,
  events: readonly SendgridEvent[],
  now: number,
  { url = 'http://127.0.0.1/webhooks/sendgrid', key = 0, timestamp = now }: SignOptions,
): Promise<Request> {
  // SendGrid breaks lines as nobody's JSON.stringify does, and signs them: sendgrid/sendgrid-nodejs
  // eventwebhook.spec.js
  const body = `[${events.map((event) => JSON.stringify(event)).join(',\r\n')}]\r\n`;
  const signature = await keys.sign(key, new TextEncoder().encode(`${timestamp}${body}`));
  return new Request(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'SendGrid Event API',
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': String(timestamp),
    },
  });
}

function generated(): Promise<KeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function imported(encoded: string): Promise<KeyPair> {
  const privateKey = await crypto.subtle.importKey('pkcs8', fromBase64(encoded), algorithm, true, ['sign']);
  const { d: _private, key_ops: _uses, ...point } = await crypto.subtle.exportKey('jwk', privateKey);
  return { privateKey, publicKey: await crypto.subtle.importKey('jwk', point, algorithm, true, ['verify']) };
}

/** WebCrypto signs as r and s side by side; SendGrid sends them as an ASN.1 sequence of integers. */
function toDer(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const parts = [...toInteger(raw.subarray(0, half)), ...toInteger(raw.subarray(half))];
  return Uint8Array.from([0x30, parts.length, ...parts]);
}

function toInteger(bytes: Uint8Array): number[] {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = [...bytes.subarray(first)];
  // A leading bit would make it negative.
  if ((digits[0] ?? 0) > 0x7f) digits.unshift(0);
  return [0x02, digits.length, ...digits];
}
