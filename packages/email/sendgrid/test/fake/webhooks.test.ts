import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sendgridFake } from '../../src/fake/index.ts';
import { recorded } from './recorded-webhook.ts';
import { connected, noon, order } from './requests.ts';

// P-256, made for these tests.
const privateKey =
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgktfoyT0WTMZHzTY7O4lEH+WW6vp9/kdaq/VGAF9TTkmhRANCAASMcfjSw1YC+qLE4uYU/S3JLquKNPnAGQTI0Ch1iu3KOtDYlB53sqyOcHqhnkO7cY+2phIRe3S1a27gpcR84vfL';

/** Verifies as SendGrid's documentation says: ECDSA over the timestamp and the raw body. */
function isSigned(publicKey: string, request: Request, body: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const signature = request.headers.get('x-twilio-email-event-webhook-signature') ?? '';
  const timestamp = request.headers.get('x-twilio-email-event-webhook-timestamp') ?? '';
  return verify('sha256', Buffer.from(timestamp + body), key, Buffer.from(signature, 'base64'));
}

describe('events', () => {
  it('carry what the mail was sent with, and SendGrid’s own fields win', async () => {
    await using account = await connected({ unsubscribeGroups: [7] });
    await account.mail.send({
      ...order,
      categories: ['order', 'paid'],
      customArgs: { order: '17', event: 'mine' },
      asm: { groupId: 7 },
    });
    expect(account.fake.emit('delivered', { email: 'ADA@example.com' })).toMatchObject({
      event: 'delivered',
      email: 'ada@example.com',
      timestamp: noon / 1000,
      category: ['order', 'paid'],
      order: '17',
      asm_group_id: 7,
      response: '250 OK',
      'smtp-id': expect.stringMatching(/^<.+@.+>$/),
    });
    expect(new Set(account.fake.events.map(({ sg_event_id }) => sg_event_id)).size).toBe(2);
    expect(account.fake.accepted[0]?.recipients[0]?.status).toBe('delivered');
  });

  it.each([
    ['deferred', { event: 'deferred', attempt: '5' }],
    ['bounce', { event: 'bounce', type: 'bounce', status: '5.0.0' }],
    ['blocked', { event: 'bounce', type: 'blocked' }],
    ['dropped', { event: 'dropped', reason: 'Spam Content' }],
    ['open', { event: 'open', sg_machine_open: false }],
    ['click', { event: 'click', url: expect.any(String), url_offset: { index: 0, type: 'html' } }],
    ['spamreport', { event: 'spamreport' }],
    ['unsubscribe', { event: 'unsubscribe' }],
    ['group_unsubscribe', { event: 'group_unsubscribe', url: expect.any(String) }],
    ['group_resubscribe', { event: 'group_resubscribe' }],
  ] as const)('of the type %s have their fields', async (type, fields) => {
    await using account = await connected();
    await account.mail.send(order);
    expect(account.fake.emit(type, { email: order.to })).toMatchObject(fields);
  });

  it.each([
    ['bounce', 'bounces'],
    ['blocked', 'blocks'],
    ['spamreport', 'spam_reports'],
    ['unsubscribe', 'unsubscribes'],
  ] as const)('%s puts the recipient on the list %s', async (type, list) => {
    await using account = await connected();
    await account.mail.send(order);
    account.fake.emit(type, { email: order.to });
    const [, found] = await account.client.request({ method: 'GET', url: `/v3/suppression/${list}` });
    expect(found).toMatchObject([{ email: order.to }]);
  });

  it('of a group put the recipient on the group’s list and take it off again', async () => {
    await using account = await connected({ unsubscribeGroups: [7] });
    const mail = { ...order, asm: { groupId: 7 } };
    await account.mail.send(mail);
    account.fake.emit('group_unsubscribe', { email: order.to });
    await account.mail.send(mail);
    expect(account.fake.events.at(-1)).toMatchObject({ event: 'dropped' });
    account.fake.emit('group_resubscribe', { messageId: account.fake.accepted[0]?.messageId ?? '' });
    await account.mail.send(mail);
    expect(account.fake.events.at(-1)).toMatchObject({ event: 'processed' });
  });

  it('can be shaped: a machine’s open, a bounce that lost its message id', async () => {
    await using account = await connected();
    await account.mail.send(order);
    const open = account.fake.emit('open', {}, { sg_machine_open: true });
    expect(open).toMatchObject({ sg_machine_open: true });
    expect(open).not.toHaveProperty('smtp-id');
    const late = account.fake.emit('bounce', {}, { sg_message_id: undefined });
    expect(JSON.parse(JSON.stringify(late))).not.toHaveProperty('sg_message_id');
  });

  it('do not happen to mails that were dropped or wait', async () => {
    await using account = await connected();
    account.fake.suppress('bounces', order.to);
    await account.mail.send(order);
    expect(() => account.fake.emit('delivered', { email: order.to })).toThrow('dropped');
    expect(() => account.fake.emit('delivered', { email: 'nobody@example.com' })).toThrow('No accepted mail');
  });
});

describe('the event webhook', () => {
  it('posts a batch whose raw bytes are signed, and no re-serialised copy of them', async () => {
    await using account = await connected();
    await account.mail.send({ ...order, cc: 'bob@example.com' });
    const request = await account.fake.sign(account.fake.events);
    const body = await request.text();
    const key = await account.fake.publicKey();

    expect(request.headers.get('x-twilio-email-event-webhook-timestamp')).toBe(String(noon / 1000));
    expect(JSON.parse(body)).toEqual(account.fake.events);
    expect(isSigned(key, request, body)).toBe(true);
    expect(isSigned(key, request, JSON.stringify(JSON.parse(body)))).toBe(false);
  });

  it('has the very bytes that SendGrid signed: its own signature fits our body', async () => {
    const request = await sendgridFake().sign(recorded.events, { timestamp: recorded.timestamp });
    const body = await request.text();
    const theirs = new Request(request.url, {
      headers: {
        'x-twilio-email-event-webhook-signature': recorded.signature,
        'x-twilio-email-event-webhook-timestamp': String(recorded.timestamp),
      },
    });
    expect(isSigned(recorded.publicKey, theirs, body)).toBe(true);
  });

  it('signs well whatever the signature’s numbers are', async () => {
    const fake = sendgridFake({ signingKeys: [privateKey] });
    const key = await fake.publicKey();
    for (let timestamp = 0; timestamp < 1000; timestamp += 1) {
      const request = await fake.sign([], { timestamp });
      expect(isSigned(key, request, await request.text())).toBe(true);
    }
  });

  it('can rotate keys: each verifies its own signatures only', async () => {
    const fake = sendgridFake();
    const request = await fake.sign([], { key: 1 });
    const body = await request.text();
    expect(isSigned(await fake.publicKey(1), request, body)).toBe(true);
    expect(isSigned(await fake.publicKey(0), request, body)).toBe(false);
    fake.reset();
    expect(isSigned(await fake.publicKey(1), request, body)).toBe(true);
  });

  it('has the same public key for the same private key', async () => {
    const keys = await Promise.all([1, 2].map(() => sendgridFake({ signingKeys: [privateKey] }).publicKey()));
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('inbound parse', () => {
  const mail = {
    from: 'Zoë Quinn <zoe@example.com>',
    to: 'Help <help@shop.example>',
    subject: 'Größe?',
    text: 'Which size?',
    html: '<p>Which size? <img src="cid:shoe"></p>',
    attachments: [
      { filename: 'shoe.png', type: 'image/png', bytes: Uint8Array.of(0, 255), contentId: 'shoe' },
    ],
    spamScore: 0.4,
  };

  it('posts parsed fields and files as a form', async () => {
    const form = await sendgridFake().inbound(mail).formData();

    expect(Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))).toMatchObject({
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      envelope: '{"to":["help@shop.example"],"from":"zoe@example.com"}',
      attachments: '1',
      SPF: 'pass',
      spam_score: '0.4',
      'content-ids': '{"shoe":"attachment1"}',
    });
    expect(JSON.parse(String(form.get('attachment-info')))).toEqual({
      attachment1: { filename: 'shoe.png', name: 'shoe.png', type: 'image/png', 'content-id': 'shoe' },
    });
    const file = form.get('attachment1');
    if (typeof file === 'string' || file === null) throw new Error('not a file');
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(Uint8Array.of(0, 255));
    expect([file.name, file.type]).toEqual(['shoe.png', 'image/png']);
  });

  it('posts the whole MIME message in raw mode', async () => {
    const form = await sendgridFake().inbound(mail, { raw: true }).formData();
    const message = String(form.get('email'));

    expect(form.has('text')).toBe(false);
    expect(message).toContain('Subject: =?UTF-8?B?R3LDtsOfZT8=?=\r\n');
    expect(message).toContain('From: =?UTF-8?B?Wm/Dqw==?= Quinn <zoe@example.com>\r\n');
    expect(message).toContain('Content-ID: <shoe>\r\nContent-Transfer-Encoding: base64\r\n\r\nAP8=\r\n');
    expect(message).toContain(`\r\n\r\n${btoa(mail.text)}\r\n`);
  });
});
