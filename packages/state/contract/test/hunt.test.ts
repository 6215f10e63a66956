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
