import type { Outcome } from '@patchbay/core';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { array, assert, asyncProperty, boolean, constantFrom, integer, option, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePuppet, type Strings } from './puppet.ts';
import { key } from './support.ts';

/** What becomes of one request: only `limit`, `refuse` and `down` leave the server as it was. */
type Fate = 'answer' | 'reset' | 'hang' | 'slow' | 'proxy' | 'limit' | 'refuse' | 'down';

const fate = constantFrom<Fate>(
  'answer',
  'answer',
  'reset',
  'hang',
  'slow',
  'proxy',
  'limit',
  'refuse',
  'down',
);

/** A vendor that counts what it really did: per path, once under a key that it honours. */
function countingServer(fates: readonly Fate[], clock: VirtualClock) {
  const done = new Map<string, number>();
  let asked = 0;
  const answers: Readonly<Record<Fate, (signal: AbortSignal | null | undefined) => Promise<Response>>> = {
    answer: async () => new Response('{}'),
    proxy: async () => new Response('<h1>', { status: 502 }),
    limit: async () => new Response('', { status: 429 }),
    refuse: async () => new Response('refused', { status: 402 }),
    reset: () => Promise.reject(new TypeError('fetch failed')),
    down: () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
    slow: () => new Promise((resolve) => clock.after(700, () => resolve(new Response('{}')))),
    hang: (signal) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
  };
  const serve =
    (honoursKeys: boolean): typeof fetch =>
    (input, init) => {
      const next = fates[asked++ % fates.length] ?? 'answer';
      const path = String(input);
      const isDone = done.has(path) && honoursKeys;
      if (!isDone && !['limit', 'refuse', 'down'].includes(next)) done.set(path, (done.get(path) ?? 0) + 1);
      return answers[next](init?.signal);
    };
  return { serve, done };
}

const plan = record({
  fates: array(fate, { minLength: 1, maxLength: 6 }),
  steps: integer({ min: 1, max: 3 }),
  isKeyed: boolean(),
  isParallel: boolean(),
  givesUpAfterMs: option(integer({ min: 0, max: 2500 })),
  deadlineMs: integer({ min: 300, max: 4000 }),
});
type PlanOf<A> = A extends { generate: (...rest: never[]) => { readonly value: infer T } } ? T : never;
type Plan = PlanOf<typeof plan>;

/** A composed operation of several writes, one after the other or side by side. */
function makeWriter({ steps, isKeyed, isParallel }: Plan, server: typeof fetch, clock: VirtualClock) {
  const many: Strings['many'] = async (post, call) => {
    const write = (number: number) =>
      call.step(`write ${number}`, isKeyed ? 'keyed' : 'never', async (attempt) => {
        const response = await post(`/${number}`, attempt);
        if (response.status === 402) throw new RangeError('refused');
        return response;
      });
    const numbers = Array.from({ length: steps }, (_, number) => number);
    if (isParallel) return Promise.all(numbers.map(write));
    for (const number of numbers) await write(number);
    return 'done';
  };
  const toFailure: Strings['toFailure'] = (thrown) =>
    thrown instanceof RangeError ? { code: 'declined' } : undefined;
  return makePuppet({ many, toFailure }, server, { clock, policy: { timeoutMs: 1000 } });
}

async function whatIsWrong(drawn: Plan): Promise<readonly unknown[]> {
  const { fates, isKeyed, givesUpAfterMs, deadlineMs } = drawn;
  const clock = virtualClock();
  const { serve, done } = countingServer(fates, clock);
  const puppet = makeWriter(drawn, serve(isKeyed), clock);
  await puppet.native();
  const stop = new AbortController();
  if (givesUpAfterMs !== null) clock.after(givesUpAfterMs, () => stop.abort());
  const settled = await clock.settle(puppet.many({}, { ...key, deadlineMs, signal: stop.signal }));
  const counts = [...done.values()];
  await clock.advance(5000);
  const outcome: Outcome =
    settled.status === 'fulfilled' ? 'applied' : (settled.reason as { outcome: Outcome }).outcome;
  return [
    outcome === 'not_applied' && counts.length > 0 && 'it says “not applied”, and something was done',
    outcome === 'applied' && counts.length === 0 && 'it says “applied”, and nothing was done',
    counts.some((count) => count > 1) && 'something was done twice',
    counts.join() !== [...done.values()].join() && 'something was done after the call had settled',
    settled.elapsedMs > Math.min(deadlineMs, givesUpAfterMs ?? deadlineMs) && 'it settled late',
  ].filter(Boolean);
}

describe('a server that counts what it did', () => {
  it('never did more, or less, than the outcome says (property)', async () => {
    await assert(
      asyncProperty(plan, async (drawn) => {
        expect(await whatIsWrong(drawn)).toEqual([]);
      }),
    );
  });
});
