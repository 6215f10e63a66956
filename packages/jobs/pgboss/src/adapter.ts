import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type JobsOf, jobs } from '@patchbay/jobs';
import type { PgBoss } from 'pg-boss';
import { capabilities } from './capabilities.ts';
import { loadClient } from './client/client.ts';
import { databaseOf } from './client/database.ts';
import { driver } from './driver/driver.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type PgbossJobsOptions } from './options.ts';

/** Jobs in pg-boss, which keeps them in Postgres. */
export interface PgbossJobs extends JobsOf<typeof capabilities>, Native<PgBoss> {}

/**
 * Jobs in pg-boss: durable, for all machines that reach the database, written down in your own transactions.
 * `transaction` is the client of `pg` that has begun one, or anything with its `query(text, values)`. `pg-boss` and
 * `pg` are loaded on the first call, which makes the tables where they are missing. Needs Node 22.12 or later.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @see https://timgit.github.io/pg-boss/
 * @example
 * const jobs = pgbossJobs({ url: 'env:DATABASE_URL' });
 * await client.query('BEGIN');
 * await client.query('UPDATE orders SET status = $1 WHERE id = $2', ['paid', order.id]);
 * const payload = { orderId: order.id };
 * await jobs.enqueue({ queue: 'mails', id: `receipt:${order.id}`, payload, transaction: client });
 * await client.query('COMMIT');
 */
export const pgbossJobs: AdapterFactory<PgbossJobsOptions, PgbossJobs> = defineAdapter({
  spec: 1,
  contract: jobs,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: (boss: PgBoss, { signal }) =>
    databaseOf(boss).during(signal, (database) => database.executeSql('SELECT 1')),
  close: (boss: PgBoss) => databaseOf(boss).end(() => boss.stop({ graceful: false })),
});
