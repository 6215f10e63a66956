import { virtualClock } from '@patchbay/testing';
import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePuppet, type Strings } from './puppet.ts';
import { call, key, vendorError } from './support.ts';
import { type Answer, makeToy, scripted } from './toy.ts';

describe('retry', () => {
  it('repeats a keyed write after a reset, with the same key on every attempt', async () => {
    const { settled, sent } = await call(['reset', { status: 503 }, {}], (toy) =>
      toy.pay({ amount: 1 }, key),
    );
    expect(settled).toMatchObject({ status: 'fulfilled', value: 'done', elapsedMs: 50 + 100 });
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((request) => request.key)).size).toBe(1);
  });

  it('never repeats a decline', async () => {
    const { error, sent } = await call([vendorError('refused')], (toy) => toy.pay({ amount: 1 }, key));
    expect(error).toMatchObject({ code: 'declined', outcome: 'not_applied' });
    expect(sent).toHaveLength(1);
  });

  it('does not repeat a keyed write without a key when its outcome is unknown', async () => {
    const { error, sent } = await call(['reset'], (toy) => toy.mail({ email: 'ada@example.test' }));
    expect(error).toMatchObject({ code: 'network', outcome: 'unknown' });
    expect(sent).toHaveLength(1);
  });

  it('does not repeat a keyed write where the vendor does not honour keys', async () => {
    const { fetch, sent } = scripted('reset', {});
    const strings = { one: (post, asked) => post('/pay', asked) } satisfies Strings;
    const puppet = makePuppet({ ...strings, idempotency: { kind: 'none' } }, fetch);
    const thrown = await puppet.one({}, key).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'network', outcome: 'unknown', retryable: false });
    expect(sent).toHaveLength(1);
  });

  it('does not repeat what the vendor says cannot succeed', async () => {
    const { fetch, sent } = scripted({ status: 503 });
    const read: Strings['read'] = async (post, asked) => {
      await post('/read', asked);
      throw new Error('Down for the weekend.');
    };
    const toFailure = () => ({ code: 'provider_unavailable', retryable: false }) as const;
    const thrown = await makePuppet({ read, toFailure }, fetch)
      .read({})
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'provider_unavailable', retryable: false });
    expect(sent).toHaveLength(1);
  });

  it('keeps the outcome unknown when a later attempt certainly did nothing', async () => {
    const { error } = await call(['reset', 'refused'], (toy) => toy.pay({ amount: 1 }, key));
    expect(error).toMatchObject({ code: 'network', outcome: 'unknown' });
    expect(error?.attempts.map(({ outcome }) => outcome)).toEqual(['unknown', 'not_applied', 'not_applied']);
  });

  it('waits as long as Retry-After asks', async () => {
    const limited: Answer = { status: 429, headers: { 'retry-after': '7' } };
    const { settled, sent } = await call([limited, {}], (toy) => toy.pay({ amount: 1 }, key));
    expect(settled).toMatchObject({ status: 'fulfilled', elapsedMs: 7000 });
    expect(sent).toHaveLength(2);
  });

  it('waits longer where the vendor limits and does not say how long', async () => {
    const { settled } = await call([{ status: 429 }, {}], (toy) => toy.pay({ amount: 1 }, key));
    expect(settled).toMatchObject({ status: 'fulfilled', elapsedMs: 500 });
  });

  it('fails at once when Retry-After does not fit the deadline, and says how long to wait', async () => {
    const limited: Answer = { status: 429, headers: { 'retry-after': '3600' } };
    const { settled, error } = await call([limited], (toy) => toy.read('x'));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 3_600_000 });
    expect(settled.elapsedMs).toBe(0);
  });

  it('stops when the retry budget is spent', async () => {
    const policy = { breaker: false, retry: { budget: { capacity: 10, cost: 10 } } } as const;
    const { error, sent } = await call([{ status: 503 }], (toy) => toy.read('x'), { policy });
    expect(error?.code).toBe('provider_unavailable');
    expect(sent).toHaveLength(2);
  });

  it('resolves only if the vendor answered well (property)', async () => {
    const answers = array(
      constantFrom<Answer>(
        'reset',
        'refused',
        { status: 503 },
        { status: 429 },
        {},
        { status: 400 },
        { body: 'garbage' },
      ),
      { minLength: 1, maxLength: 5 },
    );
    await assert(
      asyncProperty(answers, async (script) => {
        const { settled, sent } = await call(script, (toy) => toy.pay({ amount: 1 }, key));
        const last = script[Math.min(sent.length, script.length) - 1];
        const good = typeof last === 'object' && (last.status ?? 200) === 200 && last.body === undefined;
        expect(settled.status).toBe(good ? 'fulfilled' : 'rejected');
        expect(sent.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('time', () => {
  it('cuts an attempt off at its timeout and the call at its deadline', async () => {
    const { error, settled } = await call(['hang'], (toy) =>
      toy.read('x', { timeoutMs: 400, deadlineMs: 1000 }),
    );
    expect(settled.elapsedMs).toBe(1000);
    expect(error).toMatchObject({ code: 'timeout', reason: 'deadline' });
    expect(error?.attempts.map(({ code }) => code)).toEqual(['timeout', 'timeout', 'timeout']);
  });

  it('gives money writes 30 seconds for one attempt', async () => {
    const { settled, error } = await call(['hang'], (toy) => toy.pay({ amount: 1 }, key));
    expect(settled.elapsedMs).toBe(30_000);
    expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown' });
  });

  it('ends during a wait when the caller gives up, and makes no further attempt', async () => {
    const stop = new AbortController();
    const clock = virtualClock();
    const { fetch, sent } = scripted({ status: 429, headers: { 'retry-after': '20' } });
    const toy = makeToy(fetch, { clock });
    await toy.native();
    clock.after(50, () => stop.abort());
    const settled = await clock.settle(toy.read('x', { signal: stop.signal }));
    expect(settled).toMatchObject({ status: 'rejected', elapsedMs: 50, reason: { code: 'aborted' } });
    expect(sent).toHaveLength(1);
  });

  it('refuses a call whose signal is aborted before any I/O', async () => {
    const { error, sent } = await call([{}], (toy) => toy.read('x', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'aborted', outcome: 'not_applied' });
    expect(sent).toHaveLength(0);
  });

  it('leaves no timer and no listener behind', async () => {
    const stop = new AbortController();
    const { clock } = await call(['reset', {}], (toy) =>
      toy.pay({ amount: 1 }, { ...key, signal: stop.signal }),
    );
    expect(clock.timers).toBe(0);
  });
});

describe('steps of a composed operation', () => {
  it('retries each step on its own, under a key of its own', async () => {
    const { settled, sent } = await call([{}, 'reset', {}], (toy) => toy.things.move({ id: 'a' }, key));
    expect(settled.status).toBe('fulfilled');
    expect(sent.map(({ path }) => path)).toEqual(['/take', '/put', '/put']);
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
    expect(sent[1]?.key).toBe(sent[2]?.key);
  });

  it('is unknown as a whole when one write step is', async () => {
    const { error } = await call([{}, 'reset', vendorError('gone')], (toy) =>
      toy.things.move({ id: 'a' }, key),
    );
    expect(error).toMatchObject({ code: 'not_found', outcome: 'unknown' });
  });
});
