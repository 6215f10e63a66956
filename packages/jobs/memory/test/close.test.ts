import { type Clock, systemClock } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { memoryJobs } from '../src/index.ts';

const queue = 'mails';
const longestTimerMs = 2 ** 31 - 1; // Node makes 1 ms of what is longer

/** A clock that notes what its timers are asked for. */
function noting(clock: Clock): { readonly clock: Clock; readonly asked: number[] } {
  const asked: number[] = [];
  const after: Clock['after'] = (ms, run) => {
    asked.push(ms);
    return clock.after(ms, run);
  };
  return { asked, clock: { now: () => clock.now(), monotonic: () => clock.monotonic(), after } };
}

describe('a job that fails with what is hardly an error', () => {
  it.each<unknown>([
    undefined,
    { code: 'timeout', docs: 'errors/timeout' },
    { code: 'timeout', docs: 'errors/timeout', message: { text: 'Late.' } },
    Object.assign(new Error('odd'), { message: Symbol('odd') }),
  ])('waits for its next try: %#', async (thrown) => {
    const clock = virtualClock();
    const jobs = memoryJobs({}, { clock });
    await using worker = jobs.work(queue, () => Promise.reject(thrown));
    await jobs.enqueue({ queue, id: 'a', payload: null });
    await clock.advance(0);
    expect(await jobs.get({ queue, id: 'a' })).toMatchObject({ status: 'waiting', attempts: 1 });
    await clock.settle(worker.close());
  });
});

describe('a worker that is closed', () => {
  it.each([Number.POSITIVE_INFINITY, 10 ** 12])(
    'waits for its jobs for as long as it is told to: %d ms',
    async (graceMs) => {
      const { clock, asked } = noting(systemClock);
      const jobs = memoryJobs({}, { clock });
      let end = (): void => undefined;
      const worker = { close: async (_graceMs: number): Promise<void> => undefined };
      const signal = await new Promise<AbortSignal>((begin) => {
        const { close } = jobs.work(queue, async (_job, working) => {
          begin(working.signal);
          await new Promise<void>((resolve) => (end = resolve));
        });
        worker.close = close;
        void jobs.enqueue({ queue, id: 'a', payload: null });
      });
      const closing = worker.close(graceMs);
      expect(Math.max(...asked)).toBeLessThanOrEqual(longestTimerMs);
      expect(signal.aborted).toBe(false);
      end();
      await closing;
      expect(await jobs.get({ queue, id: 'a' })).toMatchObject({ status: 'done' });
    },
  );

  it('waits for nothing where the time it is given is none', async () => {
    const clock = virtualClock();
    const jobs = memoryJobs({}, { clock });
    const worker = jobs.work(queue, async () => new Promise(() => undefined));
    await jobs.enqueue({ queue, id: 'a', payload: null });
    await clock.advance(0);
    const { status, elapsedMs } = await clock.settle(worker.close(Number.NaN));
    expect([status, elapsedMs]).toEqual(['fulfilled', 1000]);
    expect(await jobs.get({ queue, id: 'a' })).toMatchObject({ status: 'waiting' });
  });
});
