import { IntegrationError, secret } from '@patchbay/core';
import type { FailedTry } from '@patchbay/jobs';
import { virtualClock } from '@patchbay/testing';
import { leakCheck } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { JobsStore, memoryJobs } from '../src/index.ts';

const queue = 'mails';

/** Jobs on a clock that a test moves, and whose jitter is known. */
function start(random = 1) {
  const clock = virtualClock();
  const store = new JobsStore();
  const jobs = memoryJobs({ store }, { clock, random: () => random });
  const kept = () => jobs.get({ queue, id: 'job' });
  return { clock, store, jobs, kept, enqueue: () => jobs.enqueue({ queue, id: 'job', payload: null }) };
}

describe('the usual schedule', () => {
  it('is ten tries, each after twice the wait before, and then the job is dead', async () => {
    const { clock, jobs, enqueue, kept } = start();
    const waits: number[] = [];
    const worker = jobs.work(queue, async () => Promise.reject(new Error('no')), { pollMs: 3_600_000 });
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await enqueue(); // wakes the worker
      await clock.advance(0);
      const { runAt = new Date(0) } = (await kept()) ?? {};
      if (attempt < 10) waits.push(runAt.getTime() - clock.now());
      await clock.advance(waits.at(-1) ?? 0);
    }
    expect(waits.map((ms) => Math.round(ms / 1000))).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    expect(await kept()).toMatchObject({ status: 'dead', attempts: 10, lastError: 'Error: no' });
    await worker.close();
  });

  it('waits no longer than a quarter of an hour, and half of it where chance says so', async () => {
    const { clock, jobs, enqueue, kept } = start(0);
    const thrown = new IntegrationError({
      code: 'rate_limited',
      outcome: 'not_applied',
      message: 'Too many.',
      retryAfterMs: 90_000,
    });
    const worker = jobs.work(queue, async ({ attempt }) => {
      throw attempt === 1 ? new Error('no') : thrown;
    });
    await enqueue();
    await clock.advance(0);
    expect(Number((await kept())?.runAt) - clock.now()).toBe(500);
    await clock.advance(1500);
    expect(await kept()).toMatchObject({ attempts: 2, lastError: 'Too many.' });
    expect(Number((await kept())?.runAt) - clock.now()).toBeGreaterThan(88_000);
    await worker.close();
  });

  it('is used where the application’s own fails, which is told', async () => {
    const { clock, jobs, enqueue, kept } = start();
    const errors: unknown[] = [];
    const worker = jobs.work(queue, async () => Promise.reject(new Error('no')), {
      retry: () => {
        throw new TypeError('bug');
      },
      onError: (error) => errors.push(error),
    });
    await enqueue();
    await clock.advance(0);
    expect([String(errors[0]), (await kept())?.status]).toEqual(['TypeError: bug', 'waiting']);
    await worker.close();
  });
});

describe('what a try came to', () => {
  it('is kept without secrets, cut to 2000 characters', async () => {
    const { clock, jobs, enqueue, kept } = start();
    const key = secret('sk_live_jobs_1234567890');
    const worker = jobs.work(queue, async () => {
      throw new Error(`Bad key ${key.reveal()} ${'x'.repeat(3000)}`);
    });
    await enqueue();
    await clock.advance(0);
    const text = (await kept())?.lastError ?? '';
    expect(text.slice(0, 30)).toBe('Error: Bad key [secret] xxxxxx');
    expect(text).toHaveLength(2000);
    await worker.close();
  });

  it.each([
    ['a text', 'no luck', 'no luck'],
    ['nothing', undefined, 'undefined'],
    [
      'an error that cannot be read',
      Object.defineProperty(new Error(), 'message', {
        get: () => {
          throw new Error();
        },
      }),
      'An error that cannot be read.',
    ],
  ])('is told of %s', async (_what, thrown, text) => {
    const { clock, jobs, enqueue, kept } = start();
    const worker = jobs.work(queue, async () => {
      throw thrown;
    });
    await enqueue();
    await clock.advance(0);
    expect((await kept())?.lastError).toBe(text);
    await worker.close();
  });
});

describe('a job that ends its process every time', () => {
  it('is given up when it was begun ten times, without being begun again', async () => {
    const { clock, jobs, enqueue, kept } = start();
    await enqueue();
    for (let crash = 0; crash < 10; crash += 1) {
      await jobs.claim({ queue, limit: 1, leaseMs: 1000 });
      await clock.advance(1000);
    }
    const [begun, dead]: [number[], FailedTry[]] = [[], []];
    const worker = jobs.work(queue, async ({ attempt }) => void begun.push(attempt), {
      onDead: (failed) => dead.push(failed),
    });
    await clock.advance(0);
    expect([begun, dead.length, (await kept())?.status]).toEqual([[], 1, 'dead']);
    await worker.close();
  });
});

describe('a store that fails', () => {
  it('is asked ever more rarely, and worked at again when it is back', async () => {
    const clock = virtualClock();
    const store = new JobsStore();
    const asked: number[] = [];
    let isAway = true;
    const around = <T>({ operation }: { operation: string }, next: () => Promise<T>): Promise<T> => {
      if (operation !== 'jobs.claim') return next();
      asked.push(clock.monotonic());
      return isAway ? Promise.reject(new Error('away')) : next();
    };
    const jobs = memoryJobs({ store }, { clock, random: () => 1, interceptors: [{ around }] });
    const [errors, done]: [unknown[], string[]] = [[], []];
    const worker = jobs.work(queue, async ({ id }) => void done.push(id), {
      onError: (error) => errors.push(error),
    });
    await clock.advance(30_000);
    expect(asked).toEqual([0, 2000, 6000, 14_000, 30_000]);
    expect(errors).toHaveLength(5);
    isAway = false;
    await jobs.enqueue({ queue, id: 'job', payload: null });
    await clock.advance(32_000);
    expect(done).toEqual(['job']);
    await worker.close();
  });

  it('is told again of a job that was done, so that it does not run twice', async () => {
    const clock = virtualClock();
    let lost = 2;
    const around = <T>({ operation }: { operation: string }, next: () => Promise<T>): Promise<T> => {
      if (operation !== 'jobs.complete' || lost === 0) return next();
      lost -= 1;
      const error = { code: 'network', outcome: 'unknown', message: 'Reset.' } as const;
      return Promise.reject(new IntegrationError(error));
    };
    const jobs = memoryJobs({}, { clock, interceptors: [{ around }] });
    let runs = 0;
    const worker = jobs.work(queue, async () => void (runs += 1));
    await jobs.enqueue({ queue, id: 'job', payload: null });
    await clock.advance(60_000);
    expect([runs, (await jobs.get({ queue, id: 'job' }))?.status]).toEqual([1, 'done']);
    await worker.close();
  });
});

describe('a worker that is closed', () => {
  it('leaves no timer and no listener, be it idle, at work, or backing off', async () => {
    const { clock, jobs, enqueue } = start();
    const signals: AbortSignal[] = [];
    const workers = [1, 2, 3].map(() =>
      jobs.work(queue, async (_job, { signal }) => {
        signals.push(signal);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      }),
    );
    await enqueue();
    await clock.advance(5000);
    await clock.settle(Promise.all(workers.map((worker) => worker.close(0))));
    expect([clock.timers, signals.map(({ aborted }) => aborted)]).toEqual([0, [true]]);
  });

  it('keeps no process alive', async () => {
    const leaks = leakCheck();
    const jobs = memoryJobs();
    const worker = jobs.work(queue, async () => undefined, { pollMs: 60_000 });
    await jobs.enqueue({ queue, payload: null });
    await worker.close();
    expect(await leaks.diff()).toEqual([]);
  });

  it('ends by itself when its facade is closed', async () => {
    const { clock, jobs } = start();
    jobs.work(queue, async () => undefined);
    await clock.advance(100);
    await jobs.close();
    await clock.advance(5000);
    expect(clock.timers).toBe(0);
  });
});
