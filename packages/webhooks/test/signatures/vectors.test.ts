import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { virtualClock } from '@patchbay/testing';
import {
  basicWebhooks,
  ecdsaWebhooks,
  ed25519Webhooks,
  hmacWebhooks,
  newStandardSecret,
  signStandardWebhook,
  standardWebhooks,
} from '@patchbay/webhooks/signatures';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { bytes, url } from './support/kit.ts';

/** Published payloads are of any form: they are taken as they are. */
const anyEvent = {
  parse: () => undefined,
  toEvents: () => [{ dedupeKey: '1', type: 'any', provider: 'acme', occurredAt: new Date(0) }],
} as const;

const webhookOf = (headers: Record<string, string>, body: Uint8Array) => ({
  headers: new Headers(headers),
  body,
  url,
});

function at(seconds: number) {
  return virtualClock({ start: seconds * 1000 });
}

// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries (2026-11-22)
it('GitHub’s published example is accepted', async () => {
  const github = hmacWebhooks({
    secrets: "It's a Secret to Everybody",
    header: 'x-hub-signature-256',
    prefix: 'sha256=',
    ...anyEvent,
  });
  const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const webhook = webhookOf({ 'x-hub-signature-256': header }, bytes('Hello, World!'));
  await expect(github.webhooks.receive(webhook)).resolves.toHaveLength(1);
  const changed = { ...webhook, body: bytes('Hello, World?') };
  await expect(github.webhooks.receive(changed)).rejects.toMatchObject({ reason: 'signature_invalid' });
});

// https://github.com/sendgrid/sendgrid-nodejs, the tests of packages/eventwebhook (2026-11-22)
it('the example in SendGrid’s SDK is accepted', async () => {
  const webhookPublicKey =
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==';
  const events = [
    {
      email: 'hello@world.com',
      event: 'dropped',
      reason: 'Bounced Address',
      sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
      sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
      'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
      timestamp: 1_600_112_492,
    },
  ];
  const clock = at(1_600_112_502);
  const email = sendgridEmail({ apiKey: 'SG.vectors.key', webhookPublicKey }, { clock });
  const headers = {
    'x-twilio-email-event-webhook-signature':
      'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
    'x-twilio-email-event-webhook-timestamp': '1600112502',
  };
  const webhook = webhookOf(headers, bytes(`${JSON.stringify(events)}\r\n`));
  await expect(email.webhooks.receive(webhook)).resolves.toHaveLength(1);
  const trimmed = { ...webhook, body: bytes(JSON.stringify(events)) };
  await expect(email.webhooks.receive(trimmed)).rejects.toMatchObject({ reason: 'signature_invalid' });
});

/** RFC 8032, 7.1: public key, message, signature. */
const edVectors = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

it.each(edVectors)(
  'the key %s of RFC 8032 is read, and its signature accepted',
  async (key, message, signature) => {
    for (const publicKeys of [key, Buffer.from(key, 'hex').toString('base64')]) {
      const source = ed25519Webhooks({ publicKeys, header: 'x-signature', ...anyEvent });
      const webhook = webhookOf({ 'x-signature': signature }, Buffer.from(message, 'hex'));
      await expect(source.webhooks.receive(webhook)).resolves.toHaveLength(1);
      const changed = { ...webhook, body: bytes('73') };
      await expect(source.webhooks.receive(changed)).rejects.toMatchObject({ reason: 'signature_invalid' });
    }
  },
);

it('the signature of “sample” in RFC 6979 (A.2.5) is accepted', async () => {
  const point: JsonWebKey = {
    kty: 'EC',
    crv: 'P-256',
    x: base64url('60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6'),
    y: base64url('7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299'),
  };
  const publicKeys = createPublicKey({ key: point, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
  const signature =
    'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8';
  const source = ecdsaWebhooks({
    publicKeys,
    header: 'x-signature',
    form: 'raw',
    encoding: 'hex',
    ...anyEvent,
  });
  const webhook = webhookOf({ 'x-signature': signature }, bytes('sample'));
  await expect(source.webhooks.receive(webhook)).resolves.toHaveLength(1);
  const changed = { ...webhook, body: bytes('simple') };
  await expect(source.webhooks.receive(changed)).rejects.toMatchObject({ reason: 'signature_invalid' });
});

function base64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}

it('the example of RFC 7617 is accepted, and UTF-8 in a password too', async () => {
  const aladdin = basicWebhooks({ username: 'Aladdin', password: 'open sesame', ...anyEvent });
  const webhook = webhookOf({ authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' }, bytes(''));
  await expect(aladdin.webhooks.receive(webhook)).resolves.toHaveLength(1);
  const pounds = basicWebhooks({ username: 'test', password: '123£-123£', ...anyEvent });
  const authorization = `basic ${Buffer.from('test:123£-123£').toString('base64')}`;
  await expect(pounds.webhooks.receive(webhookOf({ authorization }, bytes('')))).resolves.toHaveLength(1);
  await expect(pounds.webhooks.receive(webhook)).rejects.toMatchObject({ reason: 'signature_invalid' });
});

describe('Standard Webhooks', () => {
  // https://docs.svix.com/receiving/verifying-payloads/how-manual (2026-11-22)
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const example = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    body: bytes('{"test": 2432232314}'),
  };

  it('the published example is accepted under both names of its headers, and signed alike', async () => {
    const { id, timestamp, signature, body } = example;
    for (const headers of ['webhook', 'svix'] as const) {
      const source = standardWebhooks({ secrets: secret, headers, clock: at(timestamp), ...anyEvent });
      const given = {
        [`${headers}-id`]: id,
        [`${headers}-timestamp`]: String(timestamp),
        [`${headers}-signature`]: signature,
      };
      await expect(source.webhooks.receive(webhookOf(given, body))).resolves.toHaveLength(1);
    }
    const own = await signStandardWebhook({ id, timestamp, body, secrets: secret });
    expect(own['webhook-signature']).toBe(signature);
  });

  it('what we sign, the reference library verifies: with each secret while one is rotated', async () => {
    const [older, newer, strange] = [newStandardSecret(), newStandardSecret(), newStandardSecret()];
    const body = '{"type":"order.paid","data":{"name":"Zoë\\u00eb 😀"}}';
    const timestamp = Math.floor(Date.now() / 1000); // the library knows no other clock
    const message = { id: 'msg_1', timestamp, body: bytes(body), secrets: [newer, older] };
    const headers = { ...(await signStandardWebhook(message)) };
    expect(new Webhook(newer).verify(body, headers)).toEqual(JSON.parse(body));
    expect(new Webhook(older).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(strange).verify(body, headers)).toThrow('No matching signature');
    expect(() => new Webhook(newer).verify(`${body} `, headers)).toThrow('No matching signature');
  });

  it.each([
    ['a secret without its prefix', { secrets: Buffer.alloc(32, 1).toString('base64') }],
    ['a secret of 23 bytes', { secrets: `whsec_${Buffer.alloc(23, 1).toString('base64')}` }],
    ['a secret of 65 bytes', { secrets: `whsec_${Buffer.alloc(65, 1).toString('base64')}` }],
    ['a secret that is no base64', { secrets: 'whsec_not-base-64-at-all-but-rather-long' }],
    ['no secret', { secrets: [] }],
    ['a public key', { secrets: `whpk_${Buffer.alloc(32, 1).toString('base64')}` }],
    ['an id with a full stop', { id: 'msg.1' }],
    ['an id with a line break', { id: 'msg_1\r\nx-evil: 1' }],
    ['a timestamp in fractions', { timestamp: 1.5 }],
  ])('%s signs nothing', async (_name, changes) => {
    const message = { id: 'msg_1', timestamp: 1, body: bytes('{}'), secrets: secret, ...changes };
    await expect(signStandardWebhook(message)).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
