import { resolve } from 'node:path';
import type { Call, Driver, Kit, Sending } from '@patchbay/core';
import { type SqliteDatabase, SqliteFile } from '@patchbay/core/sqlite';
import type { JobsApi } from '@patchbay/jobs';
import type { capabilities } from './capabilities.ts';
import { SqliteJobs } from './engine/sqlite-jobs.ts';
import { statements, sweep } from './engine/statements.ts';
import { prepareFile } from './engine/table.ts';
import { enqueueWithin } from './engine/transaction.ts';
import { type SqliteJobsOptions, settingsOf } from './options.ts';

type SqliteDriver = Driver<JobsApi, typeof capabilities>;

/** One short transaction per operation, or a part of the caller’s. */
export function driver(
  database: SqliteDatabase,
  options: SqliteJobsOptions,
  { clock, transport }: Kit,
): SqliteDriver {
  const { file, durability, busyTimeoutMs, keepDoneMs } = settingsOf(options);
  const how = { clock, durability, busyTimeoutMs, statements, sweep, prepare: prepareFile };
  const jobs = new SqliteJobs(new SqliteFile(database, how), keepDoneMs);
  const path = resolve(file);
  const begin = ({ headers }: Call): Sending => transport.begin(headers);
  return {
    enqueue: async ({ transaction, ...job }, call) =>
      // What fails in the caller's transaction is not in it: nothing was sent.
      transaction === undefined
        ? jobs.enqueue(job, begin(call))
        : enqueueWithin(transaction, path, job, clock.now()),
    get: async (input, { signal }) => jobs.get(input, signal),
    claim: async (input, call) => jobs.claim(input, call.signal, () => begin(call)),
    renew: async (input, call) => jobs.renew(input, begin(call)),
    complete: async (input, call) => jobs.complete(input, begin(call)),
    retry: async (input, call) => jobs.retry(input, begin(call)),
    bury: async (input, call) => jobs.bury(input, begin(call)),
    stats: async (input, { signal }) => jobs.stats(input, signal),
    'dead.list': async (input, call) => jobs.listDead(input, call),
    'dead.redrive': async (input, call) => jobs.redrive(input, begin(call)),
    'dead.discard': async (input, call) => jobs.discard(input, begin(call)),
  };
}
