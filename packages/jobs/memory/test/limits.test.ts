import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { JobsStore, memoryJobs } from '../src/index.ts';

const full = { code: 'quota_exceeded', reason: 'store_full', outcome: 'not_applied' };
const queue = 'mails';

describe('a store that is full', () => {
  it('refuses a further job, drops none, and still knows the ids that it has', async () => {
    const jobs = memoryJobs({ mostJobs: 2 });
    await jobs.enqueue({ queue, id: 'a', payload: null });
    await jobs.enqueue({ queue: 'other', id: 'b', payload: null });
    await expect(jobs.enqueue({ queue, id: 'c', payload: null })).rejects.toMatchObject(full);
    expect(await jobs.enqueue({ queue, id: 'a', payload: null })).toEqual({ id: 'a', isNew: false });
    expect(await jobs.stats({ queue })).toMatchObject({ ready: 1 });
  });

  it('takes a new job for one that is forgotten, not for one that is only done', async () => {
    const clock = virtualClock();
    const jobs = memoryJobs({ mostJobs: 1, keepDoneMs: 1000 }, { clock });
    await jobs.enqueue({ queue, id: 'a', payload: null });
    const [held] = await jobs.claim({ queue, limit: 1, leaseMs: 1000 });
    await jobs.complete({ queue, id: 'a', token: held?.token ?? '' });
    await expect(jobs.enqueue({ queue, id: 'b', payload: null })).rejects.toMatchObject(full);
    await clock.advance(1000);
    expect(await jobs.enqueue({ queue, id: 'b', payload: null })).toEqual({ id: 'b', isNew: true });
  });
});

describe('jobs that were done', () => {
  it('leave the memory with later writes, without a timer', async () => {
    const [clock, store] = [virtualClock(), new JobsStore()];
    const jobs = memoryJobs({ store, keepDoneMs: 1000 }, { clock });
    for (let count = 0; count < 100; count += 1) await jobs.enqueue({ queue, payload: count });
    for (const { id, token } of await jobs.claim({ queue, limit: 100, leaseMs: 1000 }))
      await jobs.complete({ queue, id, token });
    expect([store.size, clock.timers]).toEqual([100, 0]);
    await clock.advance(1000);
    for (let write = 0; write < 20; write += 1) await jobs.enqueue({ queue, id: 'stays', payload: null });
    expect(store.size).toBe(1);
  });
});
