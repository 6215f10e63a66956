import { smtpEmail } from '@patchbay/email-smtp';
import { describe, expect, it } from 'vitest';
import { toEnvelope, toMail, toMessageId } from '../src/request.ts';
import { mailServer } from './support/mail-server.ts';

const message = {
  from: 'Shop <shop@shop.example>',
  to: ['ada@example.com', { email: 'grace@example.com', name: 'Grace' }],
  cc: 'cc@example.com',
  bcc: 'log@example.com',
  subject: 'Your order',
  text: 'Thank you.',
};
const name = { id: 'abc', local: 'abc' };
const stamp = { ...name, now: Date.UTC(2026, 0, 1) };
const host = 'smtp.example.com';

describe('a mail', () => {
  it('has addresses in their parts, our Message-ID and our date', () => {
    expect(toMail(message, [], stamp)).toEqual({
      messageId: '<abc@shop.example>',
      date: new Date(stamp.now),
      from: { name: 'Shop', address: 'shop@shop.example' },
      to: [
        { name: '', address: 'ada@example.com' },
        { name: 'Grace', address: 'grace@example.com' },
      ],
      cc: [{ name: '', address: 'cc@example.com' }],
      subject: 'Your order',
      text: 'Thank you.',
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  });

  it('takes fields of nodemailer’s that touch neither envelope nor connection, and no others', () => {
    expect(toMail({ ...message, vendor: { priority: 'high' } }, [], stamp)).toMatchObject({
      priority: 'high',
    });
    for (const name of ['envelope', 'raw', 'attachments', 'auth', 'dkim'])
      expect(() => toMail({ ...message, vendor: { [name]: {} } }, [], stamp)).toThrow(name);
  });

  it('never fetches what a vendor field points at', async () => {
    await using server = await mailServer();
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port }, { policy: { retry: false } });
    const vendor = { icalEvent: { path: '/etc/hostname' } };
    await expect(email.send({ ...message, vendor })).rejects.toMatchObject({ outcome: 'not_applied' });
    expect(server.mails).toEqual([]);
  });

  it('has an ASCII domain in its Message-ID', () => {
    expect(toMessageId({ from: 'post@bücher.example' }, 'abc')).toBe('abc@xn--bcher-kva.example');
  });
});

describe('an envelope', () => {
  it('names everyone in the order of to, cc, bcc; bounces go to the sender', () => {
    expect(toEnvelope(message, name, { host })).toEqual({
      from: { address: 'shop@shop.example' },
      to: ['ada', 'grace', 'cc', 'log'].map((name) => ({ address: `${name}@example.com` })),
    });
  });

  it('has an address of its own for the bounces of each mail, unless the message names one', () => {
    const options = { host, bounceAddress: 'bounces@shop.example', bounceSecret: 'a-secret-of-the-shop' };
    expect(toEnvelope(message, name, options)).toMatchObject({
      from: { address: 'bounces+abc@shop.example' },
      dsn: { envid: 'abc', ret: 'HDRS', notify: ['FAILURE', 'DELAY'] },
    });
    const own = { ...message, envelopeFrom: 'returns@shop.example' };
    expect(toEnvelope(own, name, { ...options, deliveryReports: true })).toMatchObject({
      from: { address: 'returns@shop.example' },
      dsn: { notify: ['FAILURE', 'DELAY', 'SUCCESS'] },
    });
  });

  it('has domains as every server knows them', () => {
    const { to } = toEnvelope({ ...message, to: 'ada@bücher.example', cc: [], bcc: [] }, name, { host });
    expect(to).toEqual([{ address: 'ada@xn--bcher-kva.example' }]);
  });
});

describe('on the wire', () => {
  it('mails under one idempotency key have one id, and every mail a Message-ID of its own', async () => {
    await using server = await mailServer();
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port });
    const receipts = [];
    for (const idempotencyKey of ['receipt:7', 'receipt:7', 'receipt:8', undefined, undefined])
      receipts.push(await email.send(message, idempotencyKey === undefined ? {} : { idempotencyKey }));
    const names = receipts.map(({ rfcMessageId }) => rfcMessageId);
    expect(names[0]).toMatch(/^[0-9a-f]{20}\.[0-9a-f]{16}\.[0-9a-f]{8}@shop\.example$/);
    expect(receipts[1]?.id).toBe(receipts[0]?.id);
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(4);
    expect(new Set(names).size).toBe(5);
    for (const [index, { source }] of server.mails.entries())
      expect(new TextDecoder().decode(source)).toContain(`<${receipts[index]?.rfcMessageId}>`);
  });

  it('bcc is in the envelope and never in the mail; no address becomes two', async () => {
    await using server = await mailServer();
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port });
    await email.send({ ...message, to: { email: 'ada@example.com', name: 'a@b.example>, <evil@x.example' } });
    const [mail] = server.mails;
    expect(mail?.to).toEqual(['ada@example.com', 'cc@example.com', 'log@example.com']);
    expect(new TextDecoder().decode(mail?.source)).not.toMatch(/log@example\.com|^bcc/im);
  });
});
