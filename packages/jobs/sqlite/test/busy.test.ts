import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqliteDatabase } from '@patchbay/core/sqlite';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SqliteJobs, sqliteJobs } from '../src/index.ts';
import { openApplication } from './support/application.ts';

const queue = 'mails';

let folder: string;
let clock: VirtualClock;
let jobs: SqliteJobs;
let application: SqliteDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-jobs-'));
  const file = join(folder, 'jobs.sqlite');
  clock = virtualClock();
  jobs = sqliteJobs({ file, durability: 'process', busyTimeoutMs: 100 }, { clock, policy: { retry: false } });
  await jobs.check();
  application = await openApplication(file);
});
afterEach(async () => {
  application.close();
  await jobs.close();
  await rm(folder, { recursive: true });
});

describe('while somebody else writes for long', () => {
  it('each change waits for `busyTimeoutMs`, then fails with a conflict that had no effect', async () => {
    await jobs.enqueue({ queue, id: 'a', payload: 1 });
    const [job] = await jobs.claim({ queue, limit: 1, leaseMs: 60_000 });
    await jobs.enqueue({ queue, id: 'b', payload: 1 });
    const held = { queue, id: 'a', token: job?.token ?? '' };
    application.exec('BEGIN IMMEDIATE');
    for (const change of [
      () => jobs.enqueue({ queue, payload: 2 }),
      () => jobs.claim({ queue, limit: 1, leaseMs: 1000 }),
      () => jobs.renew({ ...held, leaseMs: 1000 }),
      () => jobs.complete(held),
      () => jobs.retry({ ...held, delayMs: 0, error: 'no' }),
      () => jobs.bury({ ...held, error: 'no' }),
    ]) {
      const { elapsedMs, ...settled } = await clock.settle<unknown>(change());
      expect(settled).toMatchObject({
        status: 'rejected',
        reason: { code: 'conflict', reason: 'store_busy', outcome: 'not_applied', retryable: true },
      });
      expect(elapsedMs).toBe(100);
    }
    application.exec('COMMIT');
    expect(await jobs.stats({ queue })).toMatchObject({ ready: 1, delayed: 0, running: 1, dead: 0 });
    expect(await jobs.complete(held)).toBe(true);
  });

  it('looking goes on, and so does a worker that finds nothing', async () => {
    application.exec('BEGIN IMMEDIATE');
    expect(await jobs.claim({ queue, limit: 1, leaseMs: 1000 })).toEqual([]);
    expect(await jobs.get({ queue, id: 'a' })).toBeUndefined();
    expect(await jobs.stats({ queue })).toEqual({ ready: 0, delayed: 0, running: 0, dead: 0 });
    application.exec('COMMIT');
  });

  it('the process is free, and the change is made when the other ends', async () => {
    application.exec('BEGIN IMMEDIATE');
    const enqueuing = jobs.enqueue({ queue, id: 'a', payload: 1 });
    await clock.advance(50);
    application.exec('COMMIT');
    await clock.advance(10);
    expect(await enqueuing).toEqual({ id: 'a', isNew: true });
  });

  it('a call that is aborted writes nothing later', async () => {
    const controller = new AbortController();
    application.exec('BEGIN IMMEDIATE');
    const enqueuing = jobs.enqueue({ queue, id: 'a', payload: 1 }, { signal: controller.signal });
    await clock.advance(50);
    controller.abort();
    expect(await clock.settle(enqueuing)).toMatchObject({ status: 'rejected', reason: { code: 'aborted' } });
    application.exec('COMMIT');
    await clock.advance(5000);
    expect([await jobs.get({ queue, id: 'a' }), clock.timers]).toEqual([undefined, 0]);
  });
});
