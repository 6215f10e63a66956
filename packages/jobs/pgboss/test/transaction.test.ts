import { type PostgresServer, postgresServer } from '@patchbay/tooling-servers/postgres';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PgbossJobs, pgbossJobs } from '../src/index.ts';
import { connect, errorOf, open, queue } from './support/shop.ts';

let server: PostgresServer;
let jobs: PgbossJobs;
let client: Client;
beforeAll(async () => {
  server = await postgresServer();
  jobs = open({ url: server.url() });
  client = await connect(server.url());
  await client.query('CREATE TABLE orders (id text PRIMARY KEY)');
});
afterAll(async () => {
  await client.end();
  await jobs.close();
  await server[Symbol.asyncDispose]();
});

async function pay(order: string, ending: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  await client.query('BEGIN');
  await client.query('INSERT INTO orders VALUES ($1)', [order]);
  await jobs.enqueue({ queue, id: order, payload: { order }, transaction: client });
  expect(await jobs.get({ queue, id: order })).toBeUndefined();
  await client.query(ending);
}

describe('a job that is written down in a transaction of the application', () => {
  it('is there with the rows of its commit', async () => {
    await pay('o-1', 'COMMIT');
    expect((await jobs.get({ queue, id: 'o-1' }))?.payload).toEqual({ order: 'o-1' });
    expect((await client.query(`SELECT 1 FROM orders WHERE id = 'o-1'`)).rows).toHaveLength(1);
  });

  it('goes with the rows of its rollback, and can be written down again', async () => {
    await pay('o-2', 'ROLLBACK');
    expect(await jobs.get({ queue, id: 'o-2' })).toBeUndefined();
    expect((await client.query(`SELECT 1 FROM orders WHERE id = 'o-2'`)).rows).toHaveLength(0);
    await pay('o-2', 'COMMIT');
    expect((await jobs.get({ queue, id: 'o-2' }))?.status).toBe('waiting');
  });

  it('keeps the order of those of one transaction', async () => {
    await client.query('BEGIN');
    const ids = ['first', 'second', 'third', 'fourth'];
    for (const id of ids)
      await jobs.enqueue({ queue: 'steps', id, payload: null, orderingKey: 'o', transaction: client });
    await client.query('COMMIT');
    for (const id of ids) {
      const claimed = await jobs.claim({ queue: 'steps', limit: 10, leaseMs: 60_000 });
      expect(claimed.map((job) => job.id)).toEqual([id]);
      for (const { token } of claimed) await jobs.complete({ queue: 'steps', id, token });
    }
  });

  it('is refused in one that is older than its queue and sees nothing newer', async () => {
    const enqueue = () => jobs.enqueue({ queue: 'later', id: 'a', payload: null, transaction: client });
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query('SELECT 1 FROM orders');
    expect(await errorOf(enqueue())).toMatchObject({ code: 'conflict', outcome: 'not_applied' });
    await client.query('ROLLBACK');
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await enqueue();
    await client.query('COMMIT');
    expect(await jobs.claim({ queue: 'later', limit: 1, leaseMs: 60_000 })).toMatchObject([{ id: 'a' }]);
  });

  it('is refused in one that has failed already', async () => {
    await client.query('BEGIN');
    await client.query('SELECT 1 / 0').catch(() => {});
    const error = await errorOf(jobs.enqueue({ queue, payload: null, transaction: client }));
    expect(error).toMatchObject({ code: 'invalid_request', outcome: 'not_applied' });
    await client.query('ROLLBACK');
  });

  it('is not tried again in one that it has ended: the error says what it was', async () => {
    await using retrying = pgbossJobs({ url: server.url() });
    const job = { queue, id: 'taken', payload: null };
    const other = await connect(server.url());
    await other.query('BEGIN');
    await jobs.enqueue({ ...job, transaction: other });
    await client.query(`BEGIN; SET LOCAL lock_timeout = '50ms'`);
    const error = await errorOf(retrying.enqueue({ ...job, transaction: client }));
    expect(error).toMatchObject({ code: 'conflict', reason: 'store_busy', outcome: 'not_applied' });
    expect([error.retryable, error.attempts.length]).toEqual([false, 1]);
    await client.query('ROLLBACK');
    await other.query('ROLLBACK');
    await other.end();
  });

  it.each([[{}], ['BEGIN'], [null], [7]])('is refused in what is none: %j', async (transaction) => {
    const error = await errorOf(jobs.enqueue({ queue, payload: null, transaction }));
    expect(error).toMatchObject({ code: 'invalid_request', outcome: 'not_applied' });
  });
});
