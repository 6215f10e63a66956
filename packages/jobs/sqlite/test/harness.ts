import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartOptions } from '@patchbay/core/conformance';
import type { SqliteDatabase } from '@patchbay/core/sqlite';
import { defaultKeepDoneMs, type JobInput } from '@patchbay/jobs';
import type { AnyJobs, JobsHarness, JobsSubject } from '@patchbay/jobs/conformance';
import { virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { capabilities } from '../src/capabilities.ts';
import { sqliteJobs } from '../src/index.ts';

/** The jobs in a SQLite file as the conformance suite drives them. */
export const harness: JobsHarness = { provider: 'sqlite', capabilities, start };

async function start({ policy, planted }: StartOptions<AnyJobs> = {}): Promise<JobsSubject> {
  const clock = virtualClock({ busy: pendingFiles });
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-jobs-'));
  const options = { file: join(folder, 'jobs.sqlite'), durability: 'process' } as const;
  const setup = { clock, ...(policy !== undefined && { policy }) };
  const facades: AnyJobs[] = [];
  const another = async (): Promise<AnyJobs> => {
    // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
    const made = planted?.factory?.(options as never, setup) ?? sqliteJobs(options, setup);
    facades.push(made);
    await made.check(); // the file is opened in real time, which the clock does not see
    return made;
  };
  const end = async (): Promise<void> => {
    for (const made of facades) await made.close();
  };
  const far = sqliteJobs(options, { clock });
  const database = await far.native();
  return {
    facade: await another(),
    clock,
    canAdvance: true,
    keepDoneMs: defaultKeepDoneMs,
    settle: (promise) => clock.settle(promise),
    secrets: [],
    jobs: async () => jobsIn(database, clock.now()),
    another,
    async restart() {
      await end();
      return another();
    },
    transact: (work, how) => transactIn(database, work, how),
    async [Symbol.asyncDispose]() {
      await end();
      await far.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The connection of the far side is the application’s. */
async function transactIn(
  database: SqliteDatabase,
  work: (transaction: unknown) => Promise<void>,
  end: 'commit' | 'rollback',
): Promise<void> {
  database.exec('BEGIN IMMEDIATE');
  try {
    await work(database);
  } finally {
    database.exec(end);
  }
}

function jobsIn(database: SqliteDatabase, now: number): readonly JobInput[] {
  const rows = database
    .prepare("SELECT queue, id FROM patchbay_jobs WHERE NOT (status = 'done' AND at <= ?)")
    .all(now);
  return rows.map(({ queue, id }) => ({ queue: String(queue), id: String(id) }));
}
