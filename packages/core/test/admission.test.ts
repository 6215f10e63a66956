import type { Clock } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { array, assert, asyncProperty, boolean, integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBulkhead, createRateLimiter } from '../src/policy/admission.ts';
import { createBudget } from '../src/policy/backoff.ts';
import { call } from './support.ts';
import { makeToy, scripted } from './toy.ts';

describe('the bulkhead', () => {
  it('never exceeds its limit and never loses a place, whoever gives up when (property)', async () => {
    const visitor = record({
      comesAt: integer({ min: 0, max: 20 }),
      stays: integer({ min: 0, max: 20 }),
      givesUpAfter: integer({ min: 0, max: 30 }),
    });
    await assert(
      asyncProperty(
        array(visitor, { maxLength: 9 }),
        integer({ min: 1, max: 3 }),
        async (visitors, concurrent) => {
          const clock = virtualClock();
          const bulkhead = createBulkhead({ concurrent, queue: 4 }, clock);
          const sleep = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
          let inside = 0;
          const visit = async ({
            comesAt,
            stays,
            givesUpAfter,
          }: (typeof visitors)[number]): Promise<void> => {
            await sleep(comesAt);
            const stop = new AbortController();
            clock.after(givesUpAfter, () => stop.abort());
            const entered = await bulkhead.enter(stop.signal, 25);
            if (entered !== true && entered !== 'turn') return;
            inside += 1;
            expect(inside).toBeLessThanOrEqual(concurrent);
            await sleep(stays);
            inside -= 1;
            bulkhead.leave();
          };
          const all = Promise.all(visitors.map(visit));
          await clock.advance(500);
          await all;
          expect(bulkhead.inFlight).toBe(0);
        },
      ),
    );
  });

  it('keeps a place for nobody who gave up in the very moment of getting it', async () => {
    const bulkhead = createBulkhead({ concurrent: 1, queue: 5 }, virtualClock());
    const stop = new AbortController();
    void bulkhead.enter(undefined, 1000);
    const second = bulkhead.enter(stop.signal, 1000);
    const third = bulkhead.enter(undefined, 1000);
    stop.abort();
    bulkhead.leave();
    expect(await Promise.all([second, third])).toEqual(['aborted', 'turn']);
    bulkhead.leave();
    expect(bulkhead.inFlight).toBe(0);
  });

  it('does not run a call whose caller gave up between the wait and the attempt', async () => {
    const stop = new AbortController();
    const clock = virtualClock();
    const abortsAfterWait: Clock = {
      ...clock,
      after: (ms, run) =>
        clock.after(ms, () => {
          run();
          if (ms === 100) stop.abort();
        }),
    };
    const { fetch, sent } = scripted({});
    const toy = makeToy(fetch, {
      clock: abortsAfterWait,
      policy: { rateLimit: { perSecond: 10, burst: 1 } },
    });
    await toy.native();
    await toy.read('a');
    const settled = await clock.settle(toy.read('b', { signal: stop.signal }));
    expect(settled).toMatchObject({ elapsedMs: 100, reason: { code: 'aborted', outcome: 'not_applied' } });
    expect(sent).toHaveLength(1);
    expect(toy.health().inFlight).toBe(0);
  });
});

describe('the rate limiter', () => {
  it('lets the first call go at once, also below one per second', async () => {
    const { settled } = await call([{}], (toy) => toy.read('a'), {
      policy: { rateLimit: { perSecond: 0.1 } },
    });
    expect(settled).toMatchObject({ status: 'fulfilled', elapsedMs: 0 });
  });

  it('gives the places of those who gave up to those who come later', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const { fetch, sent } = scripted({});
    const toy = makeToy(fetch, { clock, policy: { rateLimit: { perSecond: 1, burst: 1 } } });
    await toy.native();
    await toy.read('first');
    const crowd = Array.from({ length: 25 }, () => toy.read('x', { signal: stop.signal }).catch(() => {}));
    await clock.advance(10);
    stop.abort();
    await Promise.all(crowd);
    const settled = await clock.settle(toy.read('later', { deadlineMs: 5000 }));
    expect(settled).toMatchObject({ status: 'fulfilled', elapsedMs: 990 });
    expect(sent).toHaveLength(2);
  });

  it('does not save a place that was given back beyond its time', async () => {
    const clock = virtualClock();
    const limiter = createRateLimiter({ perSecond: 1, burst: 1 }, clock);
    limiter.reserve(5000);
    limiter.reserve(5000)?.cancel();
    await clock.advance(10_000);
    expect([limiter.reserve(5000)?.waitMs, limiter.reserve(5000)?.waitMs]).toEqual([0, 1000]);
  });

  it('never lets more than a burst go beyond its rate, also when places are given back (property)', async () => {
    await assert(
      asyncProperty(
        array(record({ wait: integer({ min: 0, max: 400 }), back: boolean() })),
        async (visits) => {
          const clock = virtualClock();
          const limiter = createRateLimiter({ perSecond: 10, burst: 3 }, clock);
          const went: number[] = [];
          for (const { wait, back } of visits) {
            await clock.advance(wait);
            const place = limiter.reserve(10_000);
            if (place === undefined) continue;
            if (back && place.waitMs > 0) place.cancel();
            else went.push(clock.monotonic() + place.waitMs);
          }
          went.sort((a, b) => a - b);
          for (const [index, at] of went.entries()) {
            const within = went.slice(index).filter((other) => other - at < 1000);
            expect(within.length).toBeLessThanOrEqual(10 + 3);
          }
        },
      ),
    );
  });
});

describe('the retry budget', () => {
  it('bounds the retries of many calls at once by what is in the bucket (property)', async () => {
    await assert(
      asyncProperty(integer({ min: 1, max: 40 }), integer({ min: 0, max: 60 }), async (calls, capacity) => {
        const policy = {
          breaker: false,
          bulkhead: false,
          retry: { attempts: 5, budget: { capacity: capacity + 1, cost: 10 } },
        } as const;
        const { sent, settled } = await call(
          [{ status: 503 }],
          (toy) => Promise.allSettled(Array.from({ length: calls }, () => toy.read('x'))),
          { policy },
        );
        expect(settled.status).toBe('fulfilled');
        expect(sent.length).toBeLessThanOrEqual(calls + Math.floor((capacity + 1) / 10));
        expect(sent.length).toBe(calls + Math.min(4 * calls, Math.floor((capacity + 1) / 10)));
      }),
    );
  });

  it('is refilled by successes, never above its capacity', () => {
    const budget = createBudget({ capacity: 10, cost: 10, throttledCost: 5 });
    const failure = { code: 'network' } as const;
    for (let success = 0; success < 10; success += 1) budget.refill();
    expect([budget.take(failure), budget.take(failure)]).toEqual([true, false]);
    for (let success = 0; success < 10; success += 1) budget.refill();
    expect([budget.take(failure), budget.take(failure)]).toEqual([true, false]);
  });
});
