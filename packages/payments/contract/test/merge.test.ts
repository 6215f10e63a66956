import {
  mergePayment,
  money,
  type Payment,
  type PaymentState,
  type PaymentStatus,
  payments,
} from '@patchbay/payments';
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
  const capturable = status === 'captured' ? 0 : authorized - captured;
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

describe('settle', () => {
  const methods = (current: () => PaymentState) =>
    payments.methods({
      operations: { get: async () => current() as Payment } as never,
      integration: {} as never,
      parts: {},
    });

  function memory() {
    const rows = new Map<string, PaymentState>();
    return {
      load: async (id: string) => rows.get(id),
      save: async (next: PaymentState, previous: PaymentState | undefined) => {
        if (rows.get(next.id) !== previous) return false;
        rows.set(next.id, next);
        return true;
      },
    };
  }

  it('gives each change to exactly one of many callers at the same time', async () => {
    const store = memory();
    const { settle } = methods(() => state('captured', 1000, 1000, 0));
    const all = await Promise.all(Array.from({ length: 20 }, () => settle('pay_1', store)));
    expect(all.flatMap(({ changes }) => changes)).toEqual(['captured']);
    expect(new Set(all.map(({ payment }) => payment.captured.minor))).toEqual(new Set([1000]));
  });

  it('tells what happened since the last call', async () => {
    const store = memory();
    let step = 3;
    const { settle } = methods(() => life[step] ?? state('captured', 1, 1, 1));
    const told: string[] = [];
    for (; step < life.length; step += 1) told.push((await settle('pay_1', store)).changes.join('+'));
    expect(told).toEqual(['authorized', 'captured', 'captured', 'refunded', 'refunded']);
  });
});
