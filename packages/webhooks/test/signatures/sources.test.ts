import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { secret } from '@patchbay/core';
import { rejected } from '@patchbay/core/webhook';
import { virtualClock } from '@patchbay/testing';
import {
  basicWebhooks,
  ecdsaWebhooks,
  ed25519Webhooks,
  hmacWebhooks,
  newStandardSecret,
  type SignedEvent,
  standardWebhooks,
} from '@patchbay/webhooks/signatures';
import { describe, expect, it } from 'vitest';
import { bytes, now, payload, toEvents } from './support/kit.ts';
import { hmacKit } from './support/kits.ts';

const options = {
  header: 'x-hub-signature-256',
  prefix: 'sha256=',
  secrets: 'an-older-secret-of-acme',
  toEvents,
};

describe('a source', () => {
  it('keeps the payload on each event as raw, where no print shows it', async () => {
    const [event] = await hmacWebhooks(options).webhooks.receive(hmacKit.sign(payload));
    expect(event?.raw).toMatchObject({ id: 'evt_1', amount: 1 });
    expect(Object.keys(event ?? {})).not.toContain('raw');
    expect(event).toEqual({
      dedupeKey: 'evt_1',
      type: 'order.paid',
      provider: 'acme',
      occurredAt: new Date(1_767_225_590_000),
      objectId: 'o_1',
    });
  });

  it.each(['dedupeKey', 'type', 'provider', 'occurredAt'] as const)(
    'refuses an event without its %s',
    async (field) => {
      const event = { dedupeKey: '1', type: 'a', provider: 'acme', occurredAt: new Date(0) };
      const empty = { ...event, [field]: field === 'occurredAt' ? new Date(Number.NaN) : '' };
      const source = hmacWebhooks({ ...options, toEvents: (): readonly SignedEvent[] => [empty] });
      const received = source.webhooks.receive(hmacKit.sign(payload));
      await expect(received).rejects.toMatchObject({ code: 'webhook_rejected', reason: 'payload_malformed' });
    },
  );

  it('passes on what toEvents rejects, and never calls a mistake of it a forgery', async () => {
    const receive = (thrown: Error) =>
      hmacWebhooks({
        ...options,
        toEvents: () => {
          throw thrown;
        },
      }).webhooks.receive(hmacKit.sign(payload));
    const malformed = receive(rejected('payload_malformed', 'No order.'));
    await expect(malformed).rejects.toMatchObject({
      code: 'webhook_rejected',
      operation: 'webhooks.receive',
    });
    await expect(receive(new TypeError('of undefined'))).rejects.not.toMatchObject({
      code: 'webhook_rejected',
    });
  });

  it('reads a body that is no JSON by the parser it is given', async () => {
    const form = bytes('id=evt_2&type=order.paid&order=o_2&at=1');
    const parse = ({ body }: { body: Uint8Array }) =>
      Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)));
    const [event] = await hmacWebhooks({ ...options, parse }).webhooks.receive(hmacKit.sign(form));
    expect(event).toMatchObject({ dedupeKey: 'evt_2', objectId: 'o_2' });
  });

  it('takes a byte order mark before the JSON, but no other encoding', async () => {
    const source = hmacWebhooks(options);
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...payload]);
    await expect(source.webhooks.receive(hmacKit.sign(marked))).resolves.toHaveLength(1);
    const latin = new Uint8Array([...payload.slice(0, 8), 0xe9, ...payload.slice(8)]);
    await expect(source.webhooks.receive(hmacKit.sign(latin))).rejects.toMatchObject({
      reason: 'payload_malformed',
    });
  });

  it('takes as large a body as it is told to', async () => {
    const source = hmacWebhooks({ ...options, maxBytes: payload.length - 1 });
    await expect(source.webhooks.receive(hmacKit.sign(payload))).rejects.toMatchObject({
      reason: 'too_large',
    });
  });

  it('takes a timestamp that is signed behind the body', async () => {
    const source = hmacWebhooks({
      secrets: options.secrets,
      header: 'x-signature',
      timestamp: { header: 'x-timestamp' },
      signed: ({ body }, timestamp) => [body, timestamp],
      clock: virtualClock({ start: new Date(now * 1000) }),
      toEvents,
    });
    const digest = createHmac('sha256', options.secrets).update(payload).update(String(now)).digest('hex');
    const headers = new Headers({ 'x-signature': digest, 'x-timestamp': String(now) });
    const received = source.webhooks.receive({ headers, body: payload, url: '' });
    await expect(received).resolves.toHaveLength(1);
  });

  it('refuses figures by which anything, or nothing, would pass', () => {
    const timed = {
      ...options,
      timestamp: { header: 'x-timestamp' },
      signed: ({ body }: { body: Uint8Array }, timestamp: string) => [timestamp, body],
    };
    for (const figure of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(() => hmacWebhooks({ ...options, maxBytes: figure })).toThrow(/maxBytes.*whole number/);
      expect(() => hmacWebhooks({ ...timed, toleranceMs: figure })).toThrow(/toleranceMs.*whole number/);
      const standard = { secrets: newStandardSecret(), toEvents, toleranceMs: figure };
      expect(() => standardWebhooks(standard)).toThrow(/toleranceMs.*whole number/);
    }
  });

  it('prints its secrets in no error', async () => {
    const text = 'a-secret-that-must-not-print';
    const source = hmacWebhooks({
      ...options,
      secrets: secret(text),
      toEvents: () => {
        throw rejected('payload_malformed', `It says ${text}.`);
      },
    });
    const wrong = await source.webhooks.receive(hmacKit.sign(payload)).catch(inspect);
    expect(wrong).not.toContain(text);
    const plain = hmacWebhooks({
      ...options,
      toEvents: () => {
        throw rejected('payload_malformed', `It says ${options.secrets}.`);
      },
    });
    expect(await plain.webhooks.receive(hmacKit.sign(payload)).catch(inspect)).not.toContain(options.secrets);
  });
});

describe('construction refuses', () => {
  const keyed = { header: 'x-signature', toEvents };
  it.each([
    ['no secret', () => hmacWebhooks({ ...options, secrets: [] })],
    ['a short secret', () => hmacWebhooks({ ...options, secrets: 'fifteen-bytes-x' })],
    ['a blank one among good ones', () => hmacWebhooks({ ...options, secrets: [options.secrets, '   '] })],
    [
      'a secret with a line break at its end',
      () => hmacWebhooks({ ...options, secrets: `${options.secrets}\n` }),
    ],
    ['a short password', () => basicWebhooks({ username: 'acme', password: '1234567', toEvents })],
    ['a user name with a colon', () => basicWebhooks({ username: 'a:b', password: 'open sesame', toEvents })],
    [
      'a key of another curve',
      () => ecdsaWebhooks({ ...keyed, publicKeys: Buffer.alloc(44).toString('base64') }),
    ],
    [
      'a key of another kind',
      () => ed25519Webhooks({ ...keyed, publicKeys: Buffer.alloc(91).toString('base64') }),
    ],
    ['no key', () => ecdsaWebhooks({ ...keyed, publicKeys: [] })],
  ])('%s', (_name, build) => {
    expect(build).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  it('all wrong secrets at once, and names none of them', () => {
    const build = () => hmacWebhooks({ ...options, secrets: ['first-short', 'second-short'] });
    expect(build).toThrow(/secrets\[0\].*secrets\[1\]/);
    expect(build).not.toThrow(/first-short/);
  });
});

describe('a timestamp that is not signed', () => {
  const timed = {
    ...options,
    timestamp: { header: 'x-timestamp' },
    clock: virtualClock({ start: now * 1000 }),
  };

  it('is refused, for it keeps no replay out', async () => {
    const build = () => Reflect.apply(hmacWebhooks, undefined, [timed]); // the types refuse it
    expect(build).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    const source = hmacWebhooks({ ...timed, signed: ({ body }) => body });
    const webhook = hmacKit.sign(payload);
    webhook.headers.set('x-timestamp', String(now));
    await expect(source.webhooks.receive(webhook)).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it('a point that is not on the curve is found at the first delivery', async () => {
    const spki = Buffer.concat([
      Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex'),
      Buffer.alloc(65, 4),
    ]);
    const source = ecdsaWebhooks({
      header: 'x-signature',
      form: 'raw',
      publicKeys: spki.toString('base64'),
      toEvents,
    });
    const headers = new Headers({ 'x-signature': Buffer.alloc(64, 1).toString('base64') });
    const received = source.webhooks.receive({ headers, body: payload, url: 'https://shop.example' });
    await expect(received).rejects.toMatchObject({ code: 'config_invalid' });
  });
});

it('a date of ISO 8601 is a timestamp too', async () => {
  const source = hmacWebhooks({
    ...options,
    clock: virtualClock({ start: now * 1000 }),
    timestamp: { header: 'x-timestamp', unit: 'iso' },
    signed: ({ body }, timestamp) => [timestamp, body],
  });
  const send = (at: number) => {
    const timestamp = new Date(at * 1000).toISOString();
    const digest = createHmac('sha256', options.secrets).update(timestamp).update(payload).digest('hex');
    const headers = new Headers({ 'x-hub-signature-256': `sha256=${digest}`, 'x-timestamp': timestamp });
    return source.webhooks.receive({ headers, body: payload, url: 'https://shop.example' });
  };
  await expect(send(now - 299)).resolves.toHaveLength(1);
  await expect(send(now - 301)).rejects.toMatchObject({ reason: 'timestamp_outside_tolerance' });
});
