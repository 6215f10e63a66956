import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { virtualClock } from '@patchbay/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePuppet } from './puppet.ts';
import { makeToy, scripted } from './toy.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
const turns = async (count = 5): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
  process.on('warning', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  process.off('warning', note);
});

describe('what calls leave behind', () => {
  it('is no listener on the caller’s signal, after 10 000 calls', async () => {
    const { signal } = new AbortController();
    const clock = virtualClock();
    const { fetch } = scripted({}, { status: 500 }, 'reset', 'refused');
    const policy = { breaker: false, retry: false, bulkhead: { concurrent: 5 } } as const;
    const toy = makeToy(fetch, { clock, policy });
    await toy.native();
    let most = 0;
    for (let batch = 0; batch < 100; batch += 1) {
      const calls = Promise.allSettled(Array.from({ length: 100 }, () => toy.read('x', { signal })));
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      most = Math.max(most, getEventListeners(signal, 'abort').length);
      await calls;
    }
    expect(most).toBeGreaterThan(50);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(clock.timers).toBe(0);
    expect(unhandled).toEqual([]);
  }, 60_000);

  it('is no listener after calls that waited, timed out or were retried', async () => {
    const { signal } = new AbortController();
    const clock = virtualClock();
    const { fetch } = scripted({ status: 500 }, 'hang', { status: 429 }, {}, 'hang');
    const policy = { rateLimit: { perSecond: 20 }, bulkhead: { concurrent: 2 } };
    const toy = makeToy(fetch, { clock, policy });
    await toy.native();
    const calls = Array.from({ length: 12 }, () =>
      toy.read('x', { signal, deadlineMs: 3000, timeoutMs: 200 }),
    );
    await clock.settle(Promise.allSettled(calls));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect([clock.timers, toy.health().inFlight]).toEqual([0, 0]);
  });

  it('is neither timer nor listener when the work throws before it is a promise', async () => {
    const { signal } = new AbortController();
    const clock = virtualClock();
    const toy = makeToy(scripted({}).fetch, { clock, policy: { retry: false } });
    const thrown = toy.use('broken', { repeat: 'safe', signal }, () => {
      throw new TypeError('at once');
    });
    await expect(thrown).rejects.toMatchObject({ code: 'internal', outcome: 'not_applied' });
    const plain = toy.use('plain', { repeat: 'safe', signal }, (() => 'no promise') as never);
    await expect(plain).resolves.toBe('no promise');
    expect([clock.timers, getEventListeners(signal, 'abort').length, toy.health().inFlight]).toEqual([
      0, 0, 0,
    ]);
  });

  it('is no unhandled rejection when a driver fails after its call has settled', async () => {
    const clock = virtualClock();
    const failLate = async (): Promise<never> => {
      await new Promise<void>((resolve) => clock.after(2000, resolve));
      throw new Error('late');
    };
    const puppet = makePuppet(
      { one: failLate, many: (_post, call) => call.step('late', 'never', failLate), read: failLate },
      scripted({}).fetch,
      { clock, policy: { timeoutMs: 100, deadlineMs: 500 } },
    );
    await puppet.native();
    for (const run of [() => puppet.one({}), () => puppet.many({}), () => puppet.read({})]) {
      expect(await clock.settle(run())).toMatchObject({ status: 'rejected' });
    }
    await clock.advance(10_000);
    await turns();
    expect(unhandled).toEqual([]);
  });

  it('is no memory: 20 000 calls keep less than 50 bytes each', async () => {
    const toy = makeToy(scripted({}).fetch);
    const { signal } = new AbortController();
    const used = async (calls: number): Promise<number> => {
      for (let count = 0; count < calls; count += 1) {
        await toy.use('count', { repeat: 'safe', signal }, async (_post, { headers }) => headers);
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await used(2000);
    expect(((await used(20_000)) - before) / 20_000).toBeLessThan(50);
  });
});
