import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { WebhookSource } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { SendgridFake } from '@patchbay/email-sendgrid/fake';

const url = 'https://shop.example/webhooks/sendgrid';

/** A signing key as SendGrid holds it. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** PKCS#8 in base64, as the fake takes it. */
  readonly encoded: string;
  /** SPKI in base64, as the dashboard shows it. */
  readonly publicKey: string;
}

export function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey,
    encoded: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}

/** Signs bytes by Node's own code, which knows nothing of ours. */
export function signed(body: Uint8Array, { privateKey }: SigningKey, timestamp: number): RawWebhook {
  const data = Buffer.concat([Buffer.from(String(timestamp)), body]);
  const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'der' });
  const headers = new Headers({
    'x-twilio-email-event-webhook-signature': signature.toString('base64'),
    'x-twilio-email-event-webhook-timestamp': String(timestamp),
  });
  return { headers, body, url };
}

/** The fake's webhooks, and bodies that only look like them. */
export function toWebhooks(
  fake: SendgridFake,
  keys: Readonly<Record<'first' | 'second' | 'foreign', SigningKey>>,
  now: () => number,
): WebhookSource {
  return {
    sent: () => Promise.all(fake.events.map(async (event) => toRaw(await fake.sign([event], { url })))),
    sign: async (body, { key = 'first', timestamp = Math.floor(now() / 1000) } = {}) =>
      signed(body, keys[key], timestamp),
  };
}

export async function toRaw(request: Request): Promise<RawWebhook> {
  return { headers: request.headers, body: new Uint8Array(await request.arrayBuffer()), url: request.url };
}
