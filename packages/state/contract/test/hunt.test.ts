import { describe, expect, it } from 'vitest';
import { setUp } from './support/toy.ts';

describe('work under a lease', () => {
  it('that blocked the process for longer than the lease lasts is not said to have had it', async () => {
    const { state, store, clock } = setUp();
    const working = state.leases.with('a', { ttlMs: 9000 }, async () => {
      store.records.set('lease:a', 'of another'); // nothing ran meanwhile, no timer either
      return 'done';
    });
    expect(await clock.settle(working)).toMatchObject({
      status: 'rejected',
      reason: { reason: 'lease_lost', outcome: 'unknown' },
    });
  });
});

describe('a value that is computed once', () => {
  it('is handed out, and not lost, where nobody can tell how long it is good for', async () => {
    const { state, store } = setUp();
    const value = await state.once('a', async () => 'made', { ttlMs: () => Number.NaN, leaseMs: 1000 });
    expect([value, store.records.has('once:a')]).toEqual(['made', false]);
  });

  it('is kept as long as a store keeps things, where it is good for ever', async () => {
    const { state, store } = setUp();
    const forEver = Number.POSITIVE_INFINITY;
    const value = await state.once('a', async () => 'made', { ttlMs: () => forEver, leaseMs: 1000 });
    expect([value, store.records.has('once:a')]).toEqual(['made', true]);
  });
});
