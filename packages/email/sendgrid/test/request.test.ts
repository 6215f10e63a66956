import { vendorKey } from '@patchbay/core';
import type { Message } from '@patchbay/email';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { describe, expect, it } from 'vitest';
import { fromCustomArguments, toCustomArguments } from '../src/request/arguments.ts';
import { toMail, withSchedule } from '../src/request/mail.ts';
import { toSchedule, waitingBatch } from '../src/request/schedule.ts';
import { thrownBy } from './support/thrown-by.ts';

const message = {
  from: 'Shop <shop@example.com>',
  to: 'ada@example.com',
  subject: 'Your order',
  text: 'Thank you.',
} as const satisfies Message;
const bytes = new TextEncoder().encode('hi');

function mailOf(more: Partial<Message> = {}) {
  return toMail({ ...message, ...more }, [], undefined);
}

function headersOf(more: Partial<Message>) {
  return mailOf(more).personalizations?.[0]?.headers;
}

describe('a message', () => {
  it('becomes a mail of one personalization', () => {
    expect(mailOf({ cc: ['grace@example.com'], bcc: { email: 'b@example.com', name: 'B' } })).toEqual({
      from: { email: 'shop@example.com', name: 'Shop' },
      subject: 'Your order',
      text: 'Thank you.',
      personalizations: [
        {
          to: [{ email: 'ada@example.com' }],
          cc: [{ email: 'grace@example.com' }],
          bcc: [{ email: 'b@example.com', name: 'B' }],
        },
      ],
      hideWarnings: true,
    });
  });

  it('has one reply address, or a list of them, never both', () => {
    expect(mailOf({ replyTo: 'a@example.com' })).toMatchObject({ replyTo: { email: 'a@example.com' } });
    const several = mailOf({ replyTo: ['a@example.com', 'B <b@example.com>'] });
    expect(several).not.toHaveProperty('replyTo');
    expect(several.replyToList).toEqual([{ email: 'a@example.com' }, { email: 'b@example.com', name: 'B' }]);
  });

  it.each([
    ['Lovelace, Ada', '"Lovelace, Ada"'],
    ['Ada; "Countess"', '"Ada; \\"Countess\\""'],
    ['Ada "Countess"', 'Ada "Countess"'],
    ['Zoë', 'Zoë'],
  ])('to somebody named %s is not dropped for the name', (name, sent) => {
    expect(mailOf({ to: { email: 'ada@example.com', name } }).personalizations?.[0]?.to).toEqual([
      { email: 'ada@example.com', name: sent },
    ]);
  });

  it('carries tags, tracking and times under SendGrid’s names', () => {
    const schedule = toSchedule('batch', new Date(1_800_000_000_400));
    const scheduled = withSchedule(mailOf({ tags: ['a', 'b'], tracking: { opens: false } }), schedule);
    expect(scheduled).toMatchObject({
      categories: ['a', 'b'],
      trackingSettings: { openTracking: { enable: false } },
      sendAt: 1_800_000_001,
      batchId: 'batch',
      customArgs: { patchbay_id: 'batch.1800000001' },
    });
    expect(scheduled.trackingSettings).not.toHaveProperty('clickTracking');
  });

  it('that is a template brings its data to the recipient', () => {
    const { text: _text, subject: _subject, ...rest } = message;
    const mail = toMail({ ...rest, template: { id: 'd-1', data: { count: 0, ok: false } } }, [], undefined);
    expect(mail).toMatchObject({
      templateId: 'd-1',
      personalizations: [{ dynamicTemplateData: { count: 0, ok: false } }],
    });
    expect(mail).not.toHaveProperty('html');
  });

  it.each([
    ['nobody in `to`', { to: [], cc: 'ada@example.com' }, 'recipient_invalid'],
    ['data for a legacy template', { template: { id: '7f6d', data: { a: 1 } } }, 'template_invalid'],
    ['a field that the SDK would drop', { vendor: { ip_pool_name: 'a' } }, 'parameter_invalid'],
    ['recipients past the contract', { vendor: { personalizations: [] } }, 'parameter_invalid'],
    ['headers past the contract', { vendor: { headers: { Authorization: 'x' } } }, 'parameter_invalid'],
  ] as const)('with %s is refused', (_name, more, reason) => {
    expect(thrownBy(() => mailOf(more))).toMatchObject({ failure: { code: 'invalid_request', reason } });
  });
});

describe('attachments', () => {
  it.each([
    ['invoice.pdf', 'invoice.pdf'],
    ['a;b.txt', '=?UTF-8?B?YTtiLnR4dA==?='],
    ['größe.txt', '=?UTF-8?B?Z3LDtsOfZS50eHQ=?='],
  ])('named %s go out as %s', (filename, sent) => {
    const mail = toMail(message, [{ filename, bytes, contentType: 'text/plain; charset=utf-8' }], undefined);
    expect(mail.attachments).toEqual([
      { filename: sent, content: 'aGk=', type: 'text/plain', disposition: 'attachment' },
    ]);
  });

  it('inside the HTML have an id', () => {
    const file = { filename: 'a.png', bytes, contentType: 'image/png', contentId: 'logo' };
    expect(toMail(message, [file], undefined).attachments).toMatchObject([
      { disposition: 'inline', content_id: 'logo' },
    ]);
  });
});

describe('headers', () => {
  it('stand with the recipients, never with the mail', () => {
    const mail = mailOf({ headers: { 'X-Order': '7' } });
    expect(mail.personalizations?.[0]?.headers).toEqual({ 'X-Order': '7' });
    expect(mail).not.toHaveProperty('headers');
  });

  it('of other scripts are encoded words of at most 75 characters', () => {
    const { 'X-Shop': text = '' } = headersOf({ headers: { 'X-Shop': 'Großbäckerei '.repeat(10) } }) ?? {};
    expect(text).toMatch(/^[ -~]+$/);
    expect(text.split(' ').filter((word) => word.length > 75)).toEqual([]);
  });

  it.each([
    [
      { url: 'https://shop.example/leave?id=7' },
      {
        'List-Unsubscribe': '<https://shop.example/leave?id=7>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    ],
    [
      { url: 'http://shop.example/leave', email: 'leave@shop.example' },
      { 'List-Unsubscribe': '<http://shop.example/leave>, <mailto:leave@shop.example>' },
    ],
  ])('let a reader leave: %o', (unsubscribe, headers) => {
    expect(headersOf({ unsubscribe })).toEqual(headers);
  });
});

describe('vendor fields', () => {
  it('come last, and join what is nested', () => {
    const vendor = {
      trackingSettings: { ganalytics: { enable: true } },
      ipPoolName: 'marketing',
      asm: undefined,
    };
    const mail = mailOf({ tracking: { clicks: true }, vendor });
    expect(mail).toMatchObject({
      trackingSettings: { clickTracking: { enable: true }, ganalytics: { enable: true } },
      ipPoolName: 'marketing',
    });
    expect(mail).not.toHaveProperty('asm');
  });
});

describe('what travels with a mail', () => {
  it.each([
    [{ order: '1007' }],
    [{ status: 'paid', type: 'invoice', url: 'https://shop.example', email: 'other@example.com' }],
    [{ patchbay_reference: 'mine', patchbay_metadata_a: 'b', 'smtp-id': 'x' }],
  ])('comes back from between an event’s own fields: %o', (metadata) => {
    const others = { reference: 'order-7', vendorKey: 'hash-of-the-key', id: 'batch.1' };
    const sent = toCustomArguments({ metadata, ...others });
    const event = {
      ...sent,
      email: 'ada@example.com',
      event: 'bounce',
      type: 'blocked',
      status: '5.7.1',
      url: 'x',
    };
    expect(fromCustomArguments(event)).toEqual({ metadata, ...others });
  });

  it('has at most 10,000 bytes, its key and its id included, and is refused before it is sent', () => {
    const metadata = { note: 'x'.repeat(10_000 - '{"note":""}'.length) };
    expect(mailOf({ metadata }).customArgs).toEqual(metadata);
    const marked = () => toMail({ ...message, metadata }, [], 'hash-of-the-key');
    const scheduled = () => withSchedule(mailOf({ metadata }), toSchedule('batch', new Date(0)));
    for (const refused of [marked, scheduled, () => mailOf({ metadata: { ...metadata, a: '' } })])
      expect(thrownBy(refused)).toMatchObject({
        failure: { code: 'invalid_request', message: expect.stringMatching(/^metadata: .* 10000\.$/) },
      });
  });

  it('has a key only where the call had one', async () => {
    const fake = sendgridFake({ apiKey: 'SG.a.b' });
    const setup = {
      transport: { fetch: (...given: Parameters<typeof fetch>) => fake.handle(new Request(...given)) },
    };
    await using email = sendgridEmail({ apiKey: 'SG.a.b' }, setup);
    await email.send(message);
    await email.send(message, { idempotencyKey: 'receipt:7' });
    await email.send(message, { idempotencyKey: 'receipt:7' });
    const key = await vendorKey(['email.send', '', 'receipt:7']);
    expect(fake.accepted.map(({ customArgs }) => customArgs)).toEqual([
      {},
      { patchbay_key: key },
      { patchbay_key: key },
    ]);
  });
});

describe('the id of a scheduled mail', () => {
  it('names its batch until its time', () => {
    expect(waitingBatch('a-b_c.1800000000', 1_799_999_999_999)).toBe('a-b_c');
  });

  it.each([
    ['has passed', 'batch.1800000000', 1_800_000_000_000],
    ['never was', '14c5d75ce93.dfd.64b469', 0],
    ['never was', 'vDKq4mQxTOyD1dyGFlPzZQ', 0],
    ['never was', '...1800000000', 0],
    ['never was', 'a/../b.1800000000', 0],
  ])('is of no use when its time %s: %s', (_name, id, now) => {
    expect(thrownBy(() => waitingBatch(id, now))).toMatchObject({
      failure: { code: 'precondition_failed', reason: 'already_sent' },
    });
  });
});
