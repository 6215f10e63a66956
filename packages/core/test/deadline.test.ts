import type { Clock } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { array, assert, asyncProperty, constantFrom, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePuppet } from './puppet.ts';
import { call, key } from './support.ts';
import { type Answer, makeToy, scripted } from './toy.ts';

describe('times in the call options', () => {
  it.each([
    ['deadlineMs', 0],
    ['deadlineMs', -1],
    ['deadlineMs', Number.NaN],
    ['deadlineMs', Number.POSITIVE_INFINITY],
    ['deadlineMs', 2 ** 31],
    ['timeoutMs', 0],
    ['timeoutMs', Number.NaN],
    ['timeoutMs', '5'],
  ])('refuse %s of %s before any I/O, by name', async (name, value) => {
    const { error, sent } = await call([{}], (toy) => toy.read('x', { [name]: value }));
    expect(error).toMatchObject({ code: 'invalid_request', outcome: 'not_applied' });
    expect(error?.message).toContain(`options.${name}`);
    expect(sent).toHaveLength(0);
  });
});

describe('the deadline of a call', () => {
  it('ends a wait for a place', async () => {
    const clock = virtualClock();
    const { fetch, sent } = scripted('hang');
    const toy = makeToy(fetch, { clock, policy: { bulkhead: { concurrent: 1 } } });
    await toy.native();
    const first = toy.read('first').catch(() => 'over');
    const settled = await clock.settle(toy.read('second', { deadlineMs: 700 }));
    expect(settled).toMatchObject({ elapsedMs: 700, reason: { code: 'timeout', reason: 'deadline' } });
    expect(sent).toHaveLength(1);
    await clock.settle(first);
    expect(toy.health().inFlight).toBe(0);
  });

  it('leaves no time for a Retry-After that ends with it', async () => {
    const limited: Answer = { status: 429, headers: { 'retry-after': '7' } };
    const { settled, sent } = await call([limited, {}], (toy) => toy.read('x', { deadlineMs: 7000 }));
    expect(settled).toMatchObject({ elapsedMs: 0, reason: { code: 'rate_limited', retryAfterMs: 7000 } });
    expect(sent).toHaveLength(1);
  });

  it('holds when timers fire late: no further request goes out', async () => {
    const clock = virtualClock();
    const lazy: Clock = { ...clock, after: (ms, run) => clock.after(ms + 80, run) };
    const { fetch, sent } = scripted('reset', {});
    const toy = makeToy(fetch, { clock: lazy, random: () => 0.5 });
    await toy.native();
    const settled = await clock.settle(toy.read('x', { deadlineMs: 100 }));
    expect(settled).toMatchObject({ reason: { code: 'timeout', reason: 'deadline' } });
    expect(sent).toHaveLength(1);
  });

  it('refuses a place of the rate limit that comes only at the deadline', async () => {
    const policy = { rateLimit: { perSecond: 1, burst: 1 } };
    const { settled, sent } = await call(
      [{}],
      (toy) => Promise.all([toy.read('a'), toy.read('b', { deadlineMs: 1000 })]),
      { policy },
    );
    expect(settled).toMatchObject({ elapsedMs: 0, reason: { code: 'overloaded', reason: 'rate_limit' } });
    expect(sent).toHaveLength(1);
  });

  it('counts the time waited for a place as time waited before the attempt', async () => {
    const policy = { rateLimit: { perSecond: 10, burst: 1 }, retry: false } as const;
    const { settled } = await call(
      [{}, { status: 500 }],
      async (toy) => {
        await toy.read('a');
        return toy.read('b');
      },
      { policy },
    );
    expect(settled).toMatchObject({ reason: { attempts: [{ waitedMs: 100 }] } });
  });

  it('bounds the steps of a composed operation, and no step begins after it', async () => {
    const clock = virtualClock();
    const { fetch, sent } = scripted('hang');
    const later: unknown[] = [];
    const stubborn = makePuppet(
      {
        many: async (post, asked) => {
          await asked.step('first', 'never', (attempt) => post('/first', attempt)).catch(() => {});
          return asked
            .step('second', 'never', (attempt) => post('/second', attempt))
            .catch((error: unknown) => later.push(error));
        },
      },
      fetch,
      { clock },
    );
    await stubborn.native();
    const settled = await clock.settle(stubborn.many({}, { deadlineMs: 500 }));
    expect(settled).toMatchObject({
      elapsedMs: 500,
      reason: { code: 'timeout', reason: 'deadline', outcome: 'unknown' },
    });
    await clock.advance(1000);
    expect(sent.map(({ path }) => path)).toEqual(['/first']);
    expect(later).toMatchObject([{ code: 'timeout', reason: 'deadline' }]);
  });
});

describe('an attempt that is over', () => {
  it('sends nothing, even when its driver asks for headers and signal only then', async () => {
    const clock = virtualClock();
    const { fetch, sent } = scripted({});
    const late: unknown[] = [];
    const puppet = makePuppet(
      {
        one: async (post, asked) => {
          await new Promise<void>((resolve) => clock.after(800, resolve)); // a slow token, a slow disk
          late.push(asked.signal.aborted);
          return post('/pay', asked).catch((error: unknown) => late.push(error));
        },
      },
      fetch,
      { clock, policy: { retry: false } },
    );
    await puppet.native();
    const settled = await clock.settle(puppet.one({}, { ...key, timeoutMs: 500 }));
    expect(settled).toMatchObject({ elapsedMs: 500, reason: { code: 'timeout', outcome: 'not_applied' } });
    await clock.advance(1000);
    expect(late).toMatchObject([true, { name: 'TypeError' }]);
    expect(sent).toHaveLength(0);
  });

  it('stops its request when the driver has failed without waiting for it', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const hanging: typeof fetch = (_input, init) => {
      signals.push(init?.signal);
      return new Promise(() => {});
    };
    const puppet = makePuppet(
      {
        one: async (post, asked) => {
          void post('/pay', asked);
          throw new Error('the SDK gave up by itself');
        },
      },
      hanging,
    );
    await expect(puppet.one({})).rejects.toMatchObject({ code: 'network', outcome: 'unknown' });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });
});

describe('whatever happens', () => {
  it('a call settles by its deadline, exactly, with at most its attempts (property)', async () => {
    const answer = constantFrom<Answer>(
      'reset',
      'refused',
      'hang',
      { status: 503, headers: { 'retry-after': '2' } },
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 500 },
      {},
    );
    const deadlines = array(integer({ min: 1, max: 6000 }), { minLength: 4, maxLength: 4 });
    await assert(
      asyncProperty(
        array(answer, { minLength: 1, maxLength: 8 }),
        deadlines,
        integer({ min: 1, max: 3000 }),
        integer({ min: 1, max: 5 }),
        async (script, limits, timeoutMs, attempts) => {
          const policy = {
            retry: { attempts },
            bulkhead: { concurrent: 1, queue: 2 },
            rateLimit: { perSecond: 4, burst: 2 },
          };
          const clock = virtualClock();
          const { fetch, sent } = scripted(...script);
          const toy = makeToy(fetch, { clock, policy });
          await toy.native();
          const late: number[] = [];
          const timed = async (deadlineMs: number): Promise<void> => {
            await toy.pay({ amount: 1 }, { ...key, deadlineMs, timeoutMs }).catch(() => {});
            if (clock.monotonic() > deadlineMs) late.push(clock.monotonic() - deadlineMs);
          };
          await clock.settle(Promise.all(limits.map(timed)));
          expect(late).toEqual([]);
          expect(sent.length).toBeLessThanOrEqual(4 * attempts);
          expect(clock.timers).toBe(0);
          expect(toy.health().inFlight).toBe(0);
        },
      ),
    );
  });
});
