import {
  mergePayment,
  money,
  type PaymentChange,
  type PaymentState,
  type PaymentStatus,
  type PaymentStore,
  payments,
} from '@patchbay/payments';
import { describe, expect, it } from 'vitest';

function state(status: PaymentStatus, captured = 0, refunded = 0): PaymentState {
  const eur = (minor: number) => money(minor, 'EUR');
  const held = status === 'authorized' ? 1000 : captured;
  return {
    id: 'pay_1',
    status,
    amount: eur(1000),
    authorized: eur(held),
    captured: eur(captured),
    refunded: eur(refunded),
    capturable: eur(held - captured),
  };
}

/** Settles against a vendor that says `current()`. */
const vendor = (current: () => PaymentState) =>
  payments.methods({
    operations: { get: async () => current() } as never,
    integration: {} as never,
    kit: {} as never,
    parts: {},
  });

/** Keeps rows as a database does: as text, with the keys in an order of its own. */
function database() {
  let row: string | undefined;
  const written: (readonly PaymentChange[])[] = [];
  const text = (value: PaymentState | undefined) =>
    value && JSON.stringify(Object.fromEntries(Object.entries(value).toSorted()), reversed);
  const store: PaymentStore = {
    load: async () => (row === undefined ? undefined : JSON.parse(row)),
    save: async (next, previous, changes) => {
      if (row !== text(previous)) return false;
      row = text(next);
      written.push(changes);
      return true;
    },
  };
  return { store, written };
}

function reversed(_key: string, value: unknown): unknown {
  const isPlain = typeof value === 'object' && value !== null;
  return isPlain ? Object.fromEntries(Object.entries(value).toSorted().toReversed()) : value;
}

describe('settle', () => {
  it('gives each change to exactly one of many callers at the same time', async () => {
    const { store, written } = database();
    const { settle } = vendor(() => state('captured', 1000));
    const all = await Promise.all(Array.from({ length: 20 }, () => settle('pay_1', store)));
    expect(all.flatMap(({ changes }) => changes)).toEqual(['captured']);
    expect(new Set(all.map(({ payment }) => payment.captured.minor))).toEqual(new Set([1000]));
    expect(written).toEqual([['captured']]);
  });

  it('tells what happened since the last call', async () => {
    const { store } = database();
    const life = [
      state('requires_action'),
      state('failed'),
      state('processing'),
      state('authorized'),
      state('partially_captured', 400),
      state('captured', 900),
      state('captured', 900, 300),
      state('captured', 900, 900),
      state('captured', 900, 300), // a refund that came back stays in the sum
    ];
    const told: string[] = [];
    for (const news of life) {
      const { changes } = await vendor(() => news).settle('pay_1', store);
      told.push(changes.join('+'));
    }
    expect(told).toEqual([
      '',
      'failed',
      '',
      'authorized',
      'captured',
      'captured',
      'refunded',
      'refunded',
      '',
    ]);
  });

  it('writes nothing when nothing is new, however the database orders its keys', async () => {
    const { store, written } = database();
    const { settle } = vendor(() => state('captured', 1000));
    await settle('pay_1', store);
    await settle('pay_1', store);
    expect(written).toHaveLength(1);
  });

  it('takes a payment that an event brought, for a vendor that cannot be asked', async () => {
    const { store } = database();
    const { settle } = vendor(() => {
      throw new Error('there is no get');
    });
    expect((await settle(state('authorized'), store)).changes).toEqual(['authorized']);
    expect((await settle(state('captured', 1000), store)).changes).toEqual(['captured']);
    expect((await settle(state('authorized'), store)).changes).toEqual([]);
  });

  it('lets through what the store throws, and tells the change to the next call', async () => {
    const { store } = database();
    const broken = new Error('disk full');
    const { settle } = vendor(() => state('captured', 1000));
    const failing = { ...store, save: () => Promise.reject(broken) };
    await expect(settle('pay_1', failing)).rejects.toBe(broken);
    await expect(settle('pay_1', { ...store, load: () => Promise.reject(broken) })).rejects.toBe(broken);
    expect((await settle('pay_1', store)).changes).toEqual(['captured']);
  });

  it('gives up on a store that never saves, and says which payment', async () => {
    const { store } = database();
    let tries = 0;
    const stubborn = {
      ...store,
      save: async () => {
        tries += 1;
        return false;
      },
    };
    await expect(vendor(() => state('captured', 1000)).settle('pay_1', stubborn)).rejects.toThrow(
      /pay_1 20 times/,
    );
    expect(tries).toBe(20);
  });

  it('keeps only what is plain data', async () => {
    const { store } = database();
    const { payment } = await vendor(() => ({ ...state('captured', 1000), raw: 1n }) as PaymentState).settle(
      'pay_1',
      store,
    );
    expect(payment).toEqual(mergePayment(undefined, state('captured', 1000)));
  });
});
