import { type AdapterInfo, type Attempt, defineAdapter, type Native, type Setup } from '@patchbay/core';
import { checkSqlite, type SqliteDatabase } from '@patchbay/core/sqlite';
import { type JobsOf, jobs } from '@patchbay/jobs';
import { capabilities } from './capabilities.ts';
import { loadClient } from './client.ts';
import { driver } from './driver.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type SqliteJobsOptions } from './options.ts';

/** Jobs in a SQLite file of this machine. */
export interface SqliteJobs extends JobsOf<typeof capabilities>, Native<SqliteDatabase> {}

const factory = defineAdapter({
  spec: 1,
  contract: jobs,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: (database: SqliteDatabase, { signal }: Attempt) => checkSqlite(database, signal),
  close: (database: SqliteDatabase) => database.close(),
});

/**
 * Jobs in a SQLite file: durable, and shared by the processes of one machine. Where the file is your own database, a
 * job can be written down in your transaction: `transaction` is your `DatabaseSync`. Needs Node 22.13 or later, that
 * 22.16.
 * @throws `IntegrationError` `config_invalid` when the options are not valid; on an older Node at the first call.
 * @example
 * const jobs = sqliteJobs({ file: '/var/lib/shop/shop.sqlite' });
 * await using worker = jobs.work('mails', async ({ payload }, { signal }) => send(payload, signal));
 * await jobs.enqueue({ queue: 'mails', id: `receipt:${order.id}`, payload: { orderId: order.id } });
 */
export function sqliteJobs(options: SqliteJobsOptions = {}, setup?: Setup): SqliteJobs {
  return factory(options, setup);
}

/** What is known of the adapter without making an instance. */
sqliteJobs.adapter = factory.adapter satisfies AdapterInfo;
