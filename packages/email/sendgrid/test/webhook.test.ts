import { sendgridEmail } from '@patchbay/email-sendgrid';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../src/webhook/events.ts';
import { newKey, signed, toRaw } from './support/webhooks.ts';

const start = Date.UTC(2026, 0, 1);
const seconds = start / 1000;
const current = newKey();
const previous = newKey();

function receiver(webhookPublicKey: readonly string[] = [current.publicKey, previous.publicKey]) {
  const clock = virtualClock({ start });
  return sendgridEmail({ apiKey: 'SG.webhook.key', webhookPublicKey }, { clock }).webhooks;
}

const base = { email: 'ada@example.com', timestamp: seconds, sg_event_id: 'event-1' };

function bodyOf(...events: readonly object[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(events));
}

async function receive(event: object) {
  const [received] = await receiver().receive(signed(bodyOf({ ...base, ...event }), current, seconds));
  return received;
}

describe('a webhook signed by Node', () => {
  const body = bodyOf({ ...base, event: 'delivered', sg_message_id: 'abc.recvd-5f-1.0', order: '7' });

  it('is accepted, under the same key at every delivery', async () => {
    const [first] = await receiver().receive(signed(body, current, seconds));
    const [second] = await receiver().receive(signed(body, current, seconds + 60));
    expect(first).toEqual({
      id: 'event-1',
      dedupeKey: 'event-1',
      type: 'message.delivered',
      vendorType: 'delivered',
      provider: 'sendgrid',
      occurredAt: new Date(start),
      messageId: 'abc',
      objectId: 'abc',
      recipient: 'ada@example.com',
      metadata: { order: '7' },
      tags: [],
    });
    expect(second?.dedupeKey).toBe(first?.dedupeKey);
  });

  it('is accepted whatever the length of the numbers in its signature', async () => {
    for (let round = 0; round < 300; round += 1) {
      const webhook = signed(bodyOf({ ...base, event: 'open', round }), current, seconds);
      await expect(receiver().receive(webhook)).resolves.toHaveLength(1);
    }
  });

  it('is accepted with each key while one is replaced, and as a Request', async () => {
    const { headers, url } = signed(body, previous, seconds);
    const request = new Request(url, { method: 'POST', headers, body: new Uint8Array(body) });
    await expect(receiver().receive(request)).resolves.toHaveLength(1);
  });

  it.each([
    ['a byte was changed', { ...signed(body, current, seconds), body: bodyOf({}) }, 'signature_invalid'],
    ['another key signed it', signed(body, newKey(), seconds), 'signature_invalid'],
    ['it is old', signed(body, current, seconds - 301), 'timestamp_outside_tolerance'],
    ['it is from the future', signed(body, current, seconds + 301), 'timestamp_outside_tolerance'],
    ['nobody signed it', { ...signed(body, current, seconds), headers: new Headers() }, 'signature_missing'],
    ['it is no JSON', signed(new TextEncoder().encode('[{'), current, seconds), 'payload_malformed'],
    ['it is no list', signed(new TextEncoder().encode('{}'), current, seconds), 'payload_malformed'],
    [
      'an event has no id',
      signed(bodyOf({ event: 'open', timestamp: 1 }), current, seconds),
      'payload_malformed',
    ],
  ])('is refused when %s', async (_name, webhook, reason) => {
    await expect(receiver().receive(webhook)).rejects.toMatchObject({ code: 'webhook_rejected', reason });
  });

  it.each([
    ['not base64!'],
    [btoa('short')],
    [btoa(String.fromCharCode(0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01, 0x00))],
    [btoa(String.fromCharCode(0x30, 0x06, 0x02, 0x7f, 0x01, 0x02, 0x01, 0x01))],
    [btoa(`\x30\x45\x02\x41${'\x01'.repeat(65)}\x02\x00`)],
    ['A'.repeat(100_000)],
  ])('is refused, not broken, by a signature of another form', async (signature) => {
    const { headers, ...webhook } = signed(body, current, seconds);
    headers.set('x-twilio-email-event-webhook-signature', signature);
    await expect(receiver().receive({ ...webhook, headers })).rejects.toMatchObject({
      code: 'webhook_rejected',
      reason: 'signature_invalid',
    });
  });

  it('is refused with a misprinted key, and the refusal says so', async () => {
    const misprint = `${current.publicKey.slice(0, 60)}${'A'.repeat(62)}==`;
    await expect(receiver([misprint]).receive(signed(body, current, seconds))).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('P-256'),
    });
  });

  it('is refused without a key, and the refusal says where to get one', async () => {
    const { webhooks } = sendgridEmail({ apiKey: 'SG.webhook.key' });
    await expect(webhooks.receive(signed(body, current, seconds))).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('Signature verification'),
    });
  });
});

describe('an event', () => {
  it.each(Object.entries(eventTypes))('%s is %s', async (event, type) => {
    expect(await receive({ event })).toMatchObject({ type, vendorType: event });
  });

  it.each(['account_status_change', 'toString', '__proto__'])(
    'without a place is unhandled: %s',
    async (event) => {
      const received = await receive({ event, status: 'suspended' });
      expect(received).toMatchObject({ type: 'unhandled', vendorType: event });
      expect(received?.raw).toMatchObject({ status: 'suspended' });
    },
  );

  it.each([
    [
      { event: 'bounce', type: 'bounce', status: '5.1.1', reason: 'unknown' },
      { kind: 'hard', status: '5.1.1', detail: 'unknown' },
    ],
    [
      { event: 'bounce', type: 'blocked', reason: 'policy' },
      { kind: 'block', detail: 'policy' },
    ],
    [
      { event: 'deferred', response: '421 later' },
      { kind: 'soft', detail: '421 later' },
    ],
    [
      { event: 'dropped', reason: 'Bounced Address' },
      { kind: 'hard', detail: 'Bounced Address' },
    ],
    [
      { event: 'dropped', reason: 'Unsubscribed Address' },
      { kind: 'block', detail: 'Unsubscribed Address' },
    ],
    [
      { event: 'dropped', reason: 'Something new' },
      { kind: 'unknown', detail: 'Something new' },
    ],
  ])('tells why a mail did not arrive: %o', async (event, bounce) => {
    expect((await receive(event))?.bounce).toEqual(bounce);
  });

  it.each([
    [{ event: 'open', sg_machine_open: true }, { machine: true }],
    [{ event: 'click', url: 'https://shop.example/' }, { url: 'https://shop.example/' }],
    [{ event: 'open', category: 'receipt' }, { tags: ['receipt'] }],
    [{ event: 'open', category: ['receipt', 'de'] }, { tags: ['receipt', 'de'] }],
    [
      { event: 'open', patchbay_reference: 'order-7' },
      { reference: 'order-7', metadata: {} },
    ],
    [{ event: 'open', patchbay_id: 'batch.1', sg_message_id: 'abc.recvd-1' }, { messageId: 'batch.1' }],
    [
      { event: 'open', sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0' },
      { messageId: '14c5d75ce93.dfd.64b469' },
    ],
  ])('tells of its mail: %o', async (event, expected) => {
    expect(await receive(event)).toMatchObject(expected);
  });

  it('of an asynchronous bounce names no mail, because SendGrid does not', async () => {
    expect(await receive({ event: 'bounce', type: 'bounce' })).not.toHaveProperty('messageId');
  });
});

describe('a webhook of the fake', () => {
  it('is the same to us: broken lines are part of what is signed', async () => {
    const fake = sendgridFake({ now: () => start });
    const event = { event: 'open', ...base } as const;
    const webhook = await toRaw(await fake.sign([event, { ...event, sg_event_id: 'event-2' }]));
    const events = await receiver([await fake.publicKey()]).receive(webhook);
    expect(events.map(({ id }) => id)).toEqual(['event-1', 'event-2']);
  });
});
