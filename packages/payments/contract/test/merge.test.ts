import { mergePayment, money, type PaymentState, type PaymentStatus } from '@patchbay/payments';
import { assert, constantFrom, integer, property, record, shuffledSubarray } from 'fast-check';
import { describe, expect, it } from 'vitest';

const eur = (minor: number) => money(minor, 'EUR');

/** A life of one payment, as a vendor would report it step by step. */
const life: readonly PaymentState[] = [
  state('requires_payment_method', 0, 0, 0),
  state('requires_action', 0, 0, 0),
  state('processing', 0, 0, 0),
  state('authorized', 1000, 0, 0),
  state('partially_captured', 1000, 400, 0),
  state('captured', 1000, 900, 0),
  state('captured', 1000, 900, 300),
  state('captured', 1000, 900, 900),
];

function state(status: PaymentStatus, authorized: number, captured: number, refunded: number): PaymentState {
  const isOpen = status === 'authorized' || status === 'partially_captured';
  const capturable = isOpen ? Math.max(0, authorized - captured) : 0;
  return {
    id: 'pay_1',
    status,
    amount: eur(1000),
    authorized: eur(authorized),
    captured: eur(captured),
    refunded: eur(refunded),
    capturable: eur(capturable),
  };
}

const statuses: readonly PaymentStatus[] = [
  'requires_payment_method',
  'requires_action',
  'processing',
  'authorized',
  'partially_captured',
  'captured',
  'canceled',
  'failed',
  'expired',
  'unknown',
];
const anyState = record({
  status: constantFrom(...statuses),
  authorized: integer({ min: 0, max: 9 }),
  captured: integer({ min: 0, max: 9 }),
  refunded: integer({ min: 0, max: 9 }),
}).map(({ status, authorized, captured, refunded }) => state(status, authorized, captured, refunded));

describe('mergePayment', () => {
  it('ends at the last state, whatever the order and however often news come (property)', () => {
    const order = shuffledSubarray([...life, ...life], { minLength: life.length });
    assert(
      property(order, (news) => {
        const seen = news.reduce<PaymentState | undefined>(mergePayment, life.at(-1));
        expect(seen).toEqual(life.at(-1));
      }),
    );
  });

  it('never lowers what was captured or refunded (property)', () => {
    assert(
      property(anyState, anyState, (stored, news) => {
        const merged = mergePayment(stored, news);
        expect(merged.captured.minor).toBe(Math.max(stored.captured.minor, news.captured.minor));
        expect(merged.refunded.minor).toBe(Math.max(stored.refunded.minor, news.refunded.minor));
      }),
    );
  });

  it('comes to the same whatever the order and the grouping (property)', () => {
    assert(
      property(anyState, anyState, anyState, (one, two, three) => {
        expect(mergePayment(one, two)).toEqual(mergePayment(two, one));
        expect(mergePayment(mergePayment(one, two), three)).toEqual(
          mergePayment(one, mergePayment(two, three)),
        );
      }),
    );
  });

  it.each(['requires_action', 'processing'] as const)('sees a payment fail that was %s', (before) => {
    const failed = state('failed', 0, 0, 0);
    expect(mergePayment(state(before, 0, 0, 0), failed).status).toBe('failed');
    expect(mergePayment(failed, state('captured', 1000, 1000, 0)).status).toBe('captured');
  });

  it('follows an authorization that is raised', () => {
    const raised = { ...state('authorized', 1500, 0, 0), amount: eur(1500) };
    const merged = mergePayment(state('authorized', 1000, 0, 0), raised);
    expect(merged).toEqual(raised);
    expect(mergePayment(merged, state('authorized', 1000, 0, 0))).toEqual(raised);
  });

  it('keeps the newest refusal', () => {
    const refused = (message: string): PaymentState => ({
      ...state('failed', 0, 0, 0),
      failure: { reason: 'card_declined', retry: 'new_method', message },
    });
    expect(mergePayment(refused('first'), refused('second')).failure?.message).toBe('second');
    expect(mergePayment(refused('first'), state('captured', 1000, 1000, 0)).failure).toBeUndefined();
  });

  it('refuses to mix two currencies', () => {
    const dollars = { ...state('captured', 1, 1, 0), amount: money(1, 'USD') };
    expect(() => mergePayment(life[0], dollars)).toThrow(RangeError);
  });

  it('takes the same news twice without a change (property)', () => {
    assert(
      property(anyState, anyState, (stored, news) => {
        const once = mergePayment(stored, news);
        expect(mergePayment(once, news)).toEqual(once);
      }),
    );
  });

  it('refuses to mix two payments', () => {
    expect(() => mergePayment(life[0], { ...state('captured', 1, 1, 0), id: 'pay_2' })).toThrow(RangeError);
  });
});
