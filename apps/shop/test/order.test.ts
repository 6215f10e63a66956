import { money, type PaymentState } from '@patchbay/payments';
import { describe, expect, it } from 'vitest';
import { type Order, type RefundRow, refundable, statusOf } from '../src/order.ts';

const euro = (minor: number) => money(minor, 'EUR');
const order: Order = {
  id: 'order_a',
  number: 1,
  postcardId: 'north',
  copies: 1,
  total: euro(400),
  placedAt: new Date(0),
  pages: 1,
  checkout: { id: 'chk_1', provider: 'sandbox', status: 'open' },
};
const payment = (change: Partial<PaymentState>): PaymentState => ({
  id: 'pay_1',
  status: 'captured',
  amount: euro(400),
  authorized: euro(400),
  captured: euro(400),
  refunded: euro(0),
  capturable: euro(0),
  ...change,
});
const refund = (status: RefundRow['status'], minor: number): RefundRow => ({
  id: `refund_${status}`,
  orderId: 'order_a',
  amount: euro(minor),
  status,
  providerId: 're_1',
  askedAt: new Date(0),
});

/** The provider said no: it never was a refund. */
const refused = (minor: number): RefundRow => {
  const { providerId: _, ...row } = refund('failed', minor);
  return row;
};

describe('the status of an order', () => {
  const unpaid = { captured: euro(0) };
  it.each([
    ['unpaid', { ...order, checkout: undefined }, undefined],
    ['waiting', order, undefined],
    ['waiting', order, payment({ ...unpaid, status: 'requires_payment_method' })],
    [
      'processing',
      { ...order, checkout: { id: 'chk_1', provider: 'sandbox', status: 'complete' } },
      undefined,
    ],
    ['processing', order, payment({ ...unpaid, status: 'processing' })],
    ['expired', { ...order, checkout: { id: 'chk_1', provider: 'sandbox', status: 'expired' } }, undefined],
    ['canceled', order, payment({ ...unpaid, status: 'canceled' })],
    ['paid', order, payment({})],
    ['paid', { ...order, checkout: { id: 'chk_1', provider: 'sandbox', status: 'expired' } }, payment({})],
    ['partly_refunded', order, payment({ refunded: euro(1) })],
    ['refunded', order, payment({ refunded: euro(400) })],
  ] as const)('is %s', (status, { checkout, ...rest }, state) => {
    expect(statusOf({ ...rest, ...(checkout && { checkout }) }, state, [])).toBe(status);
  });

  it('is declined only when somebody was refused', () => {
    const failure = {
      reason: 'card_declined',
      retry: 'new_method',
      message: 'The card was declined.',
    } as const;
    expect(statusOf(order, payment({ ...unpaid, status: 'failed', failure }), [])).toBe('declined');
  });
});

describe('a refund', () => {
  it('that is on its way counts as refunded, and one that failed does not', () => {
    expect(statusOf(order, payment({}), [refund('pending', 400)])).toBe('refunded');
    expect(statusOf(order, payment({ refunded: euro(400) }), [refund('failed', 400)])).toBe('paid');
  });
});

describe('what can still go back', () => {
  it.each([
    [400, payment({}), []],
    [300, payment({ refunded: euro(100) }), [refund('succeeded', 100)]],
    [300, payment({ refunded: euro(0) }), [refund('asked', 100)]],
    [250, payment({ refunded: euro(150) }), [refund('succeeded', 100)]],
    [400, payment({ refunded: euro(400) }), [refund('failed', 400)]],
    [0, payment({ refunded: euro(400) }), [refund('succeeded', 400)]],
    [300, payment({ refunded: euro(100) }), [refused(400)]],
    [0, payment({ captured: euro(0) }), []],
  ])('is %d of 400', (left, state, refunds) => {
    expect(refundable(state, refunds)).toEqual(euro(left));
  });
});
