import type { Message } from '@patchbay/email';
import { describe, expect, it } from 'vitest';
import * as response from '../src/response.ts';
import { thrownBy } from './support/thrown-by.ts';

const message: Message = {
  from: 'shop@example.com',
  to: ['ada@example.com', 'Grace <grace@example.com>'],
  bcc: 'log@example.com',
  subject: 'Your order',
  text: 'Thank you.',
  reference: 'order-7',
};
const created = Date.UTC(2026, 0, 1) / 1000;

describe('an accepted mail', () => {
  const answer = { statusCode: 202, headers: { 'x-message-id': 'vDKq4mQxTOyD1dyGFlPzZQ' }, body: '' };

  it('has the id of the header', () => {
    expect(response.fromAccepted(answer)).toBe('vDKq4mQxTOyD1dyGFlPzZQ');
  });

  it('is accepted for every recipient: SendGrid says no more', () => {
    const receipt = response.toReceipt(message, 'id', answer);
    expect(receipt).toEqual({
      id: 'id',
      provider: 'sendgrid',
      status: 'accepted',
      reference: 'order-7',
      recipients: [
        { email: 'ada@example.com', kind: 'to', status: 'accepted' },
        { email: 'grace@example.com', kind: 'to', status: 'accepted' },
        { email: 'log@example.com', kind: 'bcc', status: 'accepted' },
      ],
    });
    expect(receipt.raw).toBe(answer);
  });

  it('that waits is scheduled', () => {
    const { status, recipients } = response.toReceipt({ ...message, sendAt: new Date(0) }, 'id', answer);
    expect([status, recipients[0]?.status]).toEqual(['scheduled', 'scheduled']);
  });
});

describe('suppressions', () => {
  it.each([
    [{ email: 'a@example.com', created, reason: '550 unknown', status: '5.1.1' }, '5.1.1 550 unknown'],
    [{ email: 'a@example.com', created, reason: 'Invalid', status: '' }, 'Invalid'],
    [{ email: 'a@example.com', created, ip: '192.0.2.1' }, undefined],
  ])('of a list: %o', (entry, detail) => {
    const [found] = response.fromList('bounced', { statusCode: 200, body: [entry] });
    expect(found).toEqual({
      email: 'a@example.com',
      reason: 'bounced',
      createdAt: new Date(created * 1000),
      ...(detail !== undefined && { detail }),
    });
    expect(found?.raw).toEqual(entry);
  });

  it('of the whole account come without a time', () => {
    const answer = { statusCode: 200, body: { recipient_email: 'a@example.com' } };
    expect(response.fromGlobal(answer)).toEqual([{ email: 'a@example.com', reason: 'unsubscribed' }]);
    expect(response.fromGlobal({ statusCode: 200, body: {} })).toEqual([]);
  });
});

describe('an answer of another shape', () => {
  it.each([
    ['a mail without an id', () => response.fromAccepted({ statusCode: 200, headers: {}, body: '<html>' })],
    ['a mail without headers', () => response.fromAccepted({ statusCode: 202 })],
    ['a batch without an id', () => response.fromBatch({ statusCode: 201, body: { id: 7 } })],
    [
      'a page in the place of a list',
      () => response.fromList('blocked', { statusCode: 200, body: '<html>' }),
    ],
    [
      'an entry without an address',
      () => response.fromList('blocked', { statusCode: 200, body: [{ created }] }),
    ],
    ['a page in the place of a suppression', () => response.fromGlobal({ statusCode: 200, body: '' })],
    ['a page in the place of holds', () => response.isCancelled('b', { statusCode: 200, body: {} })],
    ['another success', () => response.expectStatus(204, { statusCode: 200 })],
  ])('is never taken for success: %s', (_name, read) => {
    expect(thrownBy(read)).toMatchObject({ failure: { code: 'invalid_response' } });
  });
});
