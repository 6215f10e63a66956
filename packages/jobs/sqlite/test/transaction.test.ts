import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqliteDatabase } from '@patchbay/core/sqlite';
import { virtualClock } from '@patchbay/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SqliteJobs, sqliteJobs } from '../src/index.ts';
import { openApplication } from './support/application.ts';

const queue = 'mails';

let folder: string;
let file: string;
let application: SqliteDatabase;
let jobs: SqliteJobs;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-jobs-'));
  file = join(folder, 'shop.sqlite');
  application = await openApplication(file);
  application.exec('CREATE TABLE orders (id TEXT)');
  jobs = sqliteJobs({ file, durability: 'process' });
});
afterEach(async () => {
  await jobs.close();
  application.close();
  await rm(folder, { recursive: true });
});

const count = (sql: string): unknown => application.prepare(sql).get()?.['rows'];
const counts = async () => [
  count('SELECT count(*) AS rows FROM orders'),
  (await jobs.stats({ queue })).ready,
];

/** What a shop does: its own row and the job, together. */
async function order(id: string, end: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  application.exec('BEGIN IMMEDIATE');
  application.prepare('INSERT INTO orders VALUES (?)').run(id);
  await jobs.enqueue({ queue, id, payload: { order: id }, transaction: application });
  application.exec(end);
}

describe('a job of the caller’s transaction', () => {
  it('is there if and only if the caller’s own rows are', async () => {
    await order('a', 'COMMIT');
    expect(await counts()).toEqual([1, 1]);
    await order('b', 'ROLLBACK');
    expect(await counts()).toEqual([1, 1]);
    expect(await jobs.get({ queue, id: 'b' })).toBeUndefined();
    await order('b', 'COMMIT');
    expect(await counts()).toEqual([2, 2]);
  });

  it('is seen by nobody else before the commit', async () => {
    await jobs.check();
    application.exec('BEGIN IMMEDIATE');
    await jobs.enqueue({ queue, id: 'a', payload: 1, transaction: application });
    expect(await jobs.get({ queue, id: 'a' })).toBeUndefined();
    application.exec('COMMIT');
    expect((await jobs.get({ queue, id: 'a' }))?.status).toBe('waiting');
  });

  it('is the first call of all: the table is made in the transaction, and goes with it', async () => {
    await order('a', 'ROLLBACK');
    expect(application.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([
      { name: 'orders' },
    ]);
    await order('a', 'COMMIT');
    expect(await counts()).toEqual([1, 1]);
  });

  it('is the first call while the caller holds the file alone, and others wait in vain until it ends', async () => {
    await using hasty = sqliteJobs({ file, busyTimeoutMs: 0 }, { policy: { retry: false } });
    application.exec('BEGIN EXCLUSIVE');
    await hasty.enqueue({ queue, id: 'a', payload: 1, transaction: application });
    await expect(hasty.enqueue({ queue, payload: 2 })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'store_busy',
      outcome: 'not_applied',
    });
    application.exec('COMMIT');
    await hasty.enqueue({ queue, payload: 2 });
    expect((await hasty.stats({ queue })).ready).toBe(2);
  });

  it('may come while the same process waits for that transaction to end elsewhere', async () => {
    await jobs.check();
    application.exec('BEGIN IMMEDIATE');
    const own = jobs.enqueue({ queue, id: 'own', payload: 1 });
    await jobs.enqueue({ queue, id: 'a', payload: 1, transaction: application });
    await new Promise((done) => setTimeout(done, 30)); // the application does something else
    application.exec('COMMIT');
    expect(await own).toEqual({ id: 'own', isNew: true });
    expect((await jobs.stats({ queue })).ready).toBe(2);
  });

  it('keeps the order of its key, and the uniqueness of its id', async () => {
    const job = { queue, payload: 1, orderingKey: 'ada' };
    await jobs.enqueue({ ...job, id: '1' });
    application.exec('BEGIN');
    const further = { ...job, transaction: application };
    expect(await jobs.enqueue({ ...further, id: '2' })).toEqual({ id: '2', isNew: true });
    expect(await jobs.enqueue({ ...further, id: '1' })).toEqual({ id: '1', isNew: false });
    expect(await jobs.enqueue({ ...further, id: '2' })).toEqual({ id: '2', isNew: false });
    application.exec('COMMIT');
    await jobs.enqueue({ ...job, id: '3' });
    const order: string[] = [];
    for (;;) {
      const [claimed, second] = await jobs.claim({ queue, limit: 10, leaseMs: 1000 });
      if (claimed === undefined) break;
      expect(second).toBeUndefined();
      order.push(claimed.id);
      await jobs.complete({ queue, id: claimed.id, token: claimed.token });
    }
    expect(order).toEqual(['1', '2', '3']);
  });

  it('takes an id again that was done long ago', async () => {
    const clock = virtualClock();
    await using short = sqliteJobs({ file, keepDoneMs: 1000 }, { clock });
    const job = { queue, id: 'a', payload: 1 };
    await short.enqueue(job);
    for (const { id, token } of await short.claim({ queue, limit: 1, leaseMs: 1000 }))
      await short.complete({ queue, id, token });
    await clock.advance(1000);
    application.exec('BEGIN');
    expect(await short.enqueue({ ...job, transaction: application })).toEqual({ id: 'a', isNew: true });
    application.exec('COMMIT');
  });

  it('may be of a connection with other habits, by another path to the same file', async () => {
    await symlink(file, join(folder, 'link.sqlite'));
    const other = await openApplication(join(folder, 'link.sqlite'), {
      readBigInts: true,
      returnArrays: true,
      allowBareNamedParameters: false,
    });
    other.exec('BEGIN');
    const job = { queue, id: 'a', payload: 1, transaction: other };
    expect([await jobs.enqueue(job), await jobs.enqueue(job)]).toEqual([
      { id: 'a', isNew: true },
      { id: 'a', isNew: false },
    ]);
    other.exec('COMMIT');
    other.close();
    expect((await jobs.stats({ queue })).ready).toBe(1);
  });

  it('is found by a worker of the same process at its next look', async () => {
    const clock = virtualClock();
    await using own = sqliteJobs({ file }, { clock });
    await own.check();
    const worked: string[] = [];
    const worker = own.work(queue, async ({ id }) => void worked.push(id), { pollMs: 1000 });
    await clock.advance(100);
    application.exec('BEGIN');
    await own.enqueue({ queue, id: 'a', payload: 1, transaction: application });
    application.exec('COMMIT');
    await clock.advance(2000);
    expect(worked).toEqual(['a']);
    await clock.settle(worker.close());
  });
});

describe('a transaction that is none', () => {
  const refused = (message: RegExp) => ({
    code: 'invalid_request',
    outcome: 'not_applied',
    message: expect.stringMatching(message),
  });
  const refusal = (transaction: unknown): Promise<unknown> =>
    jobs.enqueue({ queue, id: 'a', payload: 1, transaction }).catch((error: unknown) => error);

  it('is refused, and nothing is written', async () => {
    expect(await refusal({ client: 'pg' })).toMatchObject(refused(/expected a DatabaseSync of node:sqlite/));
    expect(await refusal('BEGIN')).toMatchObject(refused(/expected a DatabaseSync of node:sqlite/));
    expect(await refusal({ exec() {}, prepare() {} })).toMatchObject(refused(/Node 22\.16/));
    expect(await jobs.get({ queue, id: 'a' })).toBeUndefined();
  });

  it('is refused where it is said to be there, and is not', async () => {
    expect(await refusal(undefined)).toMatchObject(refused(/transaction: found undefined.*leave it out/));
    expect(await jobs.get({ queue, id: 'a' })).toBeUndefined();
  });

  it('is refused where none is open', async () => {
    expect(await refusal(application)).toMatchObject(refused(/without an open transaction/));
    const closed = await openApplication(file);
    closed.close();
    expect(await refusal(closed)).toMatchObject(refused(/without an open transaction/));
  });

  it('is refused where it is in another file, or in memory', async () => {
    for (const path of [join(folder, 'other.sqlite'), ':memory:']) {
      const other = await openApplication(path);
      other.exec('BEGIN');
      expect(await refusal(other)).toMatchObject(refused(/another file/));
      other.close();
    }
  });
});
