import type { Interceptor, OperationInfo } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { call, key, vendorError } from './support.ts';
import { type Answer, makeToy, scripted } from './toy.ts';

describe('before any I/O', () => {
  it.each([
    [
      'an operation that the provider lacks',
      'unsupported',
      (toy: ReturnType<typeof makeToy>) =>
        (toy.things as unknown as { lift(input: object): Promise<void> }).lift({ id: 'a' }),
    ],
    [
      'a trait that the provider lacks',
      'unsupported',
      (toy: ReturnType<typeof makeToy>) => toy.pay({ amount: 1, note: 'x' }, key),
    ],
    [
      'a write of money without a key',
      'invalid_request',
      (toy: ReturnType<typeof makeToy>) => toy.pay({ amount: 1 }, {} as never),
    ],
    [
      'a blank key',
      'invalid_request',
      (toy: ReturnType<typeof makeToy>) => toy.pay({ amount: 1 }, { idempotencyKey: ' ' }),
    ],
  ])('refuses %s', async (_what, code, run) => {
    const { error, sent } = await call([{}], run);
    expect(error).toMatchObject({ code, outcome: 'not_applied', attempts: [] });
    expect(sent).toHaveLength(0);
  });
});

describe('breaker and bulkhead', () => {
  it('opens after vendor faults, lets one probe through, and closes on its success', async () => {
    const clock = virtualClock();
    const answers: Answer[] = Array.from({ length: 4 }, () => ({ status: 500 }));
    const { fetch, sent } = scripted(...answers, {});
    const policy = { retry: false, breaker: { minimumCalls: 4, openMs: 1000 } } as const;
    const toy = makeToy(fetch, { clock, policy });
    for (let round = 0; round < 4; round += 1) await toy.read('x').catch(() => {});
    await expect(toy.read('x')).rejects.toMatchObject({
      code: 'overloaded',
      reason: 'circuit_open',
      retryAfterMs: 1000,
    });
    expect(sent).toHaveLength(4);
    await clock.advance(1000);
    await expect(toy.read('x')).resolves.toBe('done');
    expect(toy.health()).toMatchObject({ status: 'pass', circuit: 'closed' });
  });

  it('lets nothing out of the queue once the circuit has opened, and loses no place by it', async () => {
    const clock = virtualClock();
    const { fetch, sent } = scripted({ status: 500 }, { status: 500 }, {});
    const policy = {
      retry: false,
      bulkhead: { concurrent: 1, queue: 5 },
      breaker: { minimumCalls: 2, openMs: 1000 },
    } as const;
    const toy = makeToy(fetch, { clock, policy });
    await toy.native();
    const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => toy.read(id)));
    expect(sent).toHaveLength(2);
    for (const end of ends.slice(2))
      expect(end).toMatchObject({ reason: { reason: 'circuit_open', outcome: 'not_applied', attempts: [] } });
    expect(toy.health()).toMatchObject({ circuit: 'open', inFlight: 0 });
    await clock.advance(1000);
    const healed = await Promise.all(['e', 'f'].map((id) => toy.read(id).catch(() => 'refused')));
    expect(healed).toEqual(['done', 'refused']); // one probe
    expect(await toy.read('g')).toBe('done');
  });

  it('is not opened by declines', async () => {
    const { fetch } = scripted(vendorError('refused'));
    const toy = makeToy(fetch, { policy: { breaker: { minimumCalls: 2 } } });
    for (let round = 0; round < 5; round += 1) await toy.pay({ amount: 1 }, key).catch(() => {});
    expect(toy.health().circuit).toBe('closed');
  });

  it('queues what is over the limit and refuses what is over the queue', async () => {
    const { fetch } = scripted({});
    const toy = makeToy(fetch, { policy: { bulkhead: { concurrent: 1, queue: 1 } } });
    await toy.native();
    const settled = await Promise.allSettled([toy.read('a'), toy.read('b'), toy.read('c')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(settled[2]).toMatchObject({ reason: { code: 'overloaded', reason: 'bulkhead_full' } });
    expect(toy.health().inFlight).toBe(0);
  });

  it('spaces attempts by the rate limit', async () => {
    const { settled } = await call(
      [{}],
      (toy) => Promise.all([toy.read('a'), toy.read('b'), toy.read('c')]),
      {
        policy: { rateLimit: { perSecond: 10, burst: 1 } },
      },
    );
    expect(settled).toMatchObject({ status: 'fulfilled', elapsedMs: 200 });
  });
});

describe('check', () => {
  it('asks once, shares and keeps the answer for 15 seconds, never retries', async () => {
    const clock = virtualClock();
    const { fetch, sent } = scripted({ status: 503 });
    const toy = makeToy(fetch, { clock });
    const answers = await Promise.allSettled([toy.check(), toy.check()]);
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
    await toy.check().catch(() => {});
    expect(sent).toHaveLength(1);
    await clock.advance(15_000);
    await toy.check().catch(() => {});
    expect(sent).toHaveLength(2);
  });
});

describe('lists and lifetime', () => {
  it('iterates all pages, or gives one', async () => {
    const toy = makeToy(scripted({}).fetch);
    const all: number[] = [];
    for await (const item of toy.things.list()) all.push(item);
    expect(all).toEqual([1, 2, 3]);
    await expect(toy.things.list().page('b')).resolves.toEqual({ items: [3] });
  });

  it('refuses calls after close', async () => {
    const { fetch, sent } = scripted({});
    const toy = makeToy(fetch);
    await toy.close();
    await expect(toy.read('x')).rejects.toMatchObject({ code: 'precondition_failed', reason: 'closed' });
    expect(sent).toHaveLength(0);
  });

  it('runs native calls under the same policy', async () => {
    const { settled, sent } = await call(['reset', {}], (toy) =>
      toy.use('audit', { repeat: 'natural' }, (post, attempt) => post('/audit', {}, attempt)),
    );
    expect(settled).toMatchObject({ status: 'fulfilled', value: 'done' });
    expect(sent.map(({ path }) => path)).toEqual(['/audit', '/audit']);
  });
});

describe('interceptors', () => {
  /** An interceptor with a state of its own, as telemetry is. */
  class Journal implements Interceptor {
    readonly lines: string[] = [];
    readonly #name: string;

    constructor(name: string) {
      this.#name = name;
    }

    async around<T>({ operation, attempts }: OperationInfo, next: () => Promise<T>): Promise<T> {
      const result = await next();
      this.lines.push(`${this.#name}: ${operation} after ${attempts.length}`);
      return result;
    }
  }

  it('see the operation and its attempts, and keep their own state', async () => {
    const interceptors = [new Journal('outer'), new Journal('inner')];
    await call(['reset', {}], (toy) => toy.read('x'), { interceptors });
    expect(interceptors.map(({ lines }) => lines)).toEqual([
      ['outer: toy.read after 2'],
      ['inner: toy.read after 2'],
    ]);
  });

  it('may refuse a call before any I/O', async () => {
    const refusing = { around: () => Promise.reject(new Error('not today')) };
    const { settled, sent } = await call([{}], (toy) => toy.read('x'), { interceptors: [refusing] });
    expect(settled).toMatchObject({ status: 'rejected', reason: { message: 'not today' } });
    expect(sent).toHaveLength(0);
  });
});
