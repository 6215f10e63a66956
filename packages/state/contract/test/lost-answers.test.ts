import { describe, expect, it } from 'vitest';
import { setUp } from './support/toy.ts';

const unknown = { outcome: 'unknown' };
const life = { ttlMs: 60_000, leaseMs: 10_000 };

describe('an operation whose answer is lost', () => {
  it.each(['putIfAbsent', 'cas', 'increment'] as const)('%s is not repeated', async (operation) => {
    const { state, store } = setUp();
    store.lose(operation, 'lost_after');
    const call = {
      putIfAbsent: () => state.putIfAbsent({ key: 'a', value: 'x' }),
      cas: () => state.cas({ key: 'a', expected: undefined, value: 'x' }),
      increment: () => state.increment({ key: 'a' }),
    }[operation];
    await expect(call()).rejects.toMatchObject(unknown);
    expect(store.calls).toEqual([operation]);
  });
});

describe('a lease', () => {
  it.each(['lost_after', 'lost_before'] as const)(
    'whose number is %s is given all the same',
    async (fate) => {
      const { state, store } = setUp();
      store.lose('increment', fate);
      const lease = await state.leases.acquire({ name: 'a', ttlMs: 1000 });
      expect(lease?.fence).toBe(fate === 'lost_after' ? 2 : 1);
      expect(await lease?.release()).toBe(true);
    },
  );

  it('that was taken although the answer was lost is recognised by its token', async () => {
    const { state, store } = setUp();
    store.lose('cas', 'lost_after');
    const lease = await state.leases.acquire({ name: 'a', ttlMs: 1000 });
    expect(await lease?.renew()).toBe(true);
    store.lose('cas', 'lost_after');
    expect(await lease?.release()).toBe(true);
    expect([...store.records.keys()]).toEqual(['leases']);
  });

  it('that was not taken when the answer was lost is an error, and held by nobody', async () => {
    const { state, store } = setUp();
    store.lose('cas', 'lost_before');
    await expect(state.leases.acquire({ name: 'a', ttlMs: 1000 })).rejects.toMatchObject(unknown);
    expect(await state.leases.acquire({ name: 'a', ttlMs: 1000 })).toBeDefined();
  });

  it('whose number cannot be drawn is let go of', async () => {
    const { state, store } = setUp();
    store.lose('increment', 'lost_before');
    store.lose('increment', 'lost_before');
    await expect(state.leases.acquire({ name: 'a', ttlMs: 1000 })).rejects.toMatchObject(unknown);
    expect([...store.records.keys()]).toEqual([]);
  });

  it('that ended before its number was drawn is not given', async () => {
    const { state, store } = setUp();
    const original = store.run.bind(store);
    store.run = (operation, call, kit, apply) => {
      if (operation === 'increment') store.records.set('lease:a', 'of another');
      return original(operation, call, kit, apply);
    };
    expect(await state.leases.acquire({ name: 'a', ttlMs: 1000 })).toBeUndefined();
    expect(store.records.get('lease:a')).toBe('of another');
  });

  it('is lost when it cannot be renewed in its time, and not before', async () => {
    const { state, store, clock } = setUp();
    const beganAt = clock.monotonic();
    const working = state.leases.with('a', { ttlMs: 9000 }, async ({ signal }) => {
      for (let count = 0; count < 9; count += 1) store.lose('cas', 'lost_before');
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      return clock.monotonic() - beganAt;
    });
    const ended = await clock.settle(working);
    expect(ended).toMatchObject({ status: 'rejected', reason: { reason: 'lease_lost', outcome: 'unknown' } });
    expect(ended.elapsedMs).toBe(9000);
  });

  it('is not said to be renewed when the answer was lost: the record is the same before and after', async () => {
    const { state, store } = setUp();
    const lease = await state.leases.acquire({ name: 'a', ttlMs: 1000 });
    for (const fate of ['lost_before', 'lost_after'] as const) {
      store.lose('cas', fate);
      await expect(lease?.renew()).rejects.toMatchObject(unknown);
      expect(await lease?.renew()).toBe(true);
    }
  });

  it('survives one renewal that is lost', async () => {
    const { state, store, clock } = setUp();
    const working = state.leases.with('a', { ttlMs: 9000 }, async ({ signal }) => {
      store.lose('cas', 'lost_before');
      await new Promise<void>((resolve) => {
        clock.after(20_000, resolve);
      });
      return signal.aborted;
    });
    expect(await clock.settle(working)).toMatchObject({ status: 'fulfilled', value: false });
  });
});

describe('a value that is computed once', () => {
  it.each(['lost_after', 'lost_before'] as const)('is given although its writing was %s', async (fate) => {
    const { state, store } = setUp();
    store.lose('putIfAbsent', fate);
    expect(await state.once('t', async () => 'token', life)).toBe('token');
    expect(store.records.get('once:t')).toBe(fate === 'lost_after' ? 'token' : undefined);
  });
});

describe('the memory of keys', () => {
  it('recognises its own record after a lost answer, and says where nobody knows', async () => {
    const { state, store } = setUp();
    const memory = state.keyMemory();
    store.lose('cas', 'lost_after');
    expect(await memory.replace('k', undefined, 'call-1', 60_000)).toBe(true);
    store.lose('cas', 'lost_before');
    await expect(memory.replace('k', 'call-1', 'call-2', 60_000)).rejects.toMatchObject(unknown);
    store.lose('cas', 'lost_after');
    expect(await memory.replace('k', 'call-1', undefined, 60_000)).toBe(true);
    expect(store.records.size).toBe(0);
  });
});
