import { smtpEmail } from '@patchbay/email-smtp';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { eventTypes, feedbackTypes } from '../src/webhook/events.ts';
import { newName } from '../src/webhook/token.ts';
import { arf, dsn, signedId, toWebhook } from './support/reports.ts';

const current = 'current-bounce-secret';
const previous = 'previous-bounce-secret';
const id = signedId('0123456789abcdef0123', current);
const at = Date.UTC(2026, 0, 1);

function receiver(bounceSecret: string | readonly string[] | undefined = [current, previous]) {
  const clock = virtualClock({ start: at });
  return smtpEmail({ host: 'smtp.example.com', bounceSecret }, { clock }).webhooks;
}

async function received(mail: string) {
  const [event] = await receiver().receive(toWebhook(mail));
  return event;
}

const failed = {
  action: 'failed',
  recipient: 'ada@example.com',
  status: '5.1.1',
  diagnostic: '550 5.1.1 No such user',
};

describe('a bounce', () => {
  it('names the mail, the recipient and the reason', async () => {
    expect(await received(dsn(id, [failed], { at }))).toEqual({
      id: '<report-1@mta.example>/0',
      dedupeKey: '<report-1@mta.example>/0',
      type: 'message.bounced',
      vendorType: 'failed',
      provider: 'smtp',
      occurredAt: new Date(at),
      messageId: id,
      objectId: id,
      recipient: 'ada@example.com',
      metadata: {},
      tags: [],
      bounce: { kind: 'hard', status: '5.1.1', detail: '550 5.1.1 No such user' },
    });
  });

  it('of several recipients is an event for each, with a key of its own, the same at every delivery', async () => {
    const webhook = toWebhook(dsn(id, [failed, { ...failed, recipient: 'grace@example.com' }]));
    const first = await receiver().receive(webhook);
    const second = await receiver().receive(webhook);
    expect(first.map(({ recipient }) => recipient)).toEqual(['ada@example.com', 'grace@example.com']);
    expect(new Set(first.map(({ dedupeKey }) => dedupeKey)).size).toBe(2);
    expect(second.map(({ dedupeKey }) => dedupeKey)).toEqual(first.map(({ dedupeKey }) => dedupeKey));
  });

  it.each([
    ['5.1.1', 'hard'],
    ['5.2.2', 'soft'],
    ['4.4.1', 'soft'],
    ['5.7.1', 'block'],
    ['5.0.0', 'unknown'],
  ])('with the status %s is %s', async (status, kind) => {
    expect((await received(dsn(id, [{ ...failed, status }])))?.bounce?.kind).toBe(kind);
  });

  it.each([...Object.entries(eventTypes), ['quarantined', 'unhandled'], ['constructor', 'unhandled']])(
    'whose action is %s is %s',
    async (action, type) => {
      expect(await received(dsn(id, [{ ...failed, action }]))).toMatchObject({ type, vendorType: action });
    },
  );
});

describe('a complaint', () => {
  it.each([...Object.entries(feedbackTypes), ['not-spam', 'unhandled']])('%s is %s', async (kind, type) => {
    const event = await received(arf(id, 'ada@example.com', kind));
    expect(event).toMatchObject({ type, messageId: id, recipient: 'ada@example.com' });
  });
});

describe('the key of a mail', () => {
  const key = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
  const keyed = { host: 'smtp.example.com', bounceSecret: current };
  const marked = async (random = Math.random) => (await newName(keyed, random, key)).local;

  it('comes back, as far as a ledger compares it, in a bounce and in a complaint', async () => {
    const local = await marked();
    for (const report of [dsn(local, [failed]), arf(local, 'ada@example.com')])
      expect(await received(report)).toMatchObject({
        messageId: local.slice(0, 44),
        vendorKey: key.slice(0, 24),
      });
  });

  it('is the same in every mail under it', async () => {
    const keyOf = (name: string): string => name.split('.').slice(0, 2).join('.');
    expect(keyOf(await marked(() => 0))).toBe(keyOf(await marked(() => 0.9)));
  });

  it('is unknown where the report has the id alone, or the mail had none', async () => {
    const [own] = (await marked()).split('.');
    const { local } = await newName(keyed, Math.random, undefined);
    for (const name of [own ?? '', local])
      expect(await received(dsn(name, [failed]))).not.toHaveProperty('vendorKey');
  });

  it('cannot be exchanged for that of another mail: what is signed is a part of it', async () => {
    const other = Buffer.from('another-key-of-18-bytes-or-more').toString('base64url');
    const [, rest] = (await newName(keyed, Math.random, other)).local.split('.');
    const [own] = (await marked()).split('.');
    const event = await received(dsn(`${own}.${rest}`, [failed]));
    expect(event?.vendorKey).not.toBe(other.slice(0, 24));
    expect(event?.vendorKey?.slice(0, 13)).toBe(key.slice(0, 13));
  });
});

describe('an answering machine', () => {
  it('that writes to the address of a mail is told, not taken for a bounce', async () => {
    const mail = `To: bounces+${id}@shop.example\r\nSubject: On holiday\r\n\r\nBack in May.\r\n`;
    expect(await received(mail)).toMatchObject({ type: 'unhandled', vendorType: 'other', messageId: id });
  });
});

describe('a mail that proves nothing', () => {
  const forged = dsn(signedId(id, 'somebody-elses-secret'), [failed]);

  it.each([
    ['another secret signed the id', forged, 'signature_invalid'],
    ['one digit of the id is another', dsn(id.replace(/^0/, '1'), [failed]), 'signature_invalid'],
    ['it names no mail', dsn('none', [failed]), 'signature_missing'],
    ['it is no mail', '{"event":"delivered"}', 'signature_missing'],
    ['it is empty', '', 'signature_missing'],
    ['the id stands in its text only', `Subject: Hi\r\n\r\n${id}\r\n`, 'signature_missing'],
  ])('is refused when %s', async (_name, mail, reason) => {
    await expect(receiver().receive(toWebhook(mail))).rejects.toMatchObject({
      code: 'webhook_rejected',
      reason,
    });
  });

  it('is refused without a secret, and the refusal says so', async () => {
    const { webhooks } = smtpEmail({ host: 'smtp.example.com' });
    await expect(webhooks.receive(toWebhook(dsn(id, [failed])))).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('bounceSecret'),
    });
  });

  it('is believed under the previous secret while the secret is replaced', async () => {
    const older = dsn(signedId(id, previous), [failed]);
    await expect(receiver().receive(toWebhook(older))).resolves.toHaveLength(1);
    await expect(receiver(current).receive(toWebhook(older))).rejects.toMatchObject({
      reason: 'signature_invalid',
    });
  });
});
