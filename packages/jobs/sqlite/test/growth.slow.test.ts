import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SqliteJobs, sqliteJobs } from '../src/index.ts';
import { openApplication } from './support/application.ts';

const queue = 'orders';
const rounds = 200;
const never = 4_000_000_000_000;

/** What a queue is full of: how many, and their ordering key, status and time, as SQL over their number `n`. */
interface Crowd {
  readonly jobs: number;
  readonly columns: string;
}

const crowds = {
  'jobs whose time has not come': { jobs: 100_000, columns: `NULL, 'waiting', ${never}` },
  'jobs that could run': { jobs: 100_000, columns: "NULL, 'waiting', 1" },
  'ordering keys of one job each': { jobs: 100_000, columns: "'key-' || n, 'waiting', 1" },
  'jobs of one key behind one that waits for its next try': {
    jobs: 10_000,
    columns: `'hot', iif(n = 1, 'waiting', 'behind'), iif(n = 1, ${never}, 1)`,
  },
  'jobs that were done': { jobs: 300_000, columns: `NULL, 'done', ${never}` },
} as const satisfies Record<string, Crowd>;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-jobs-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function openWith(name: string, { jobs: count, columns }: Crowd): Promise<SqliteJobs> {
  const jobs = sqliteJobs({ file: join(folder, name), durability: 'process' });
  (await jobs.native()).exec(`
    INSERT INTO patchbay_jobs (queue, id, ordering_key, status, at, attempts, payload)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
    SELECT '${queue}', 'crowd-' || n, ${columns}, 0, '{}' FROM numbers`);
  return jobs;
}

/** The median time of a round, in microseconds: two jobs are written down, one of them in line; one is taken, and done. */
async function roundUs(jobs: SqliteJobs): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await jobs.enqueue({ queue, payload: round });
    await jobs.enqueue({ queue, payload: round, orderingKey: 'hot' });
    for (const { id, token } of await jobs.claim({ queue, limit: 1, leaseMs: 60_000 }))
      await jobs.complete({ queue, id, token });
    times.push((performance.now() - from) * 1000);
  }
  return Math.round(times.toSorted((one, other) => one - other)[rounds / 2] ?? 0);
}

/** The same number of bare writes, each with its own commit: what SQLite itself takes. */
async function bareUs(): Promise<number> {
  const database = await openApplication(join(folder, 'bare.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE rows (a TEXT)');
  const insert = database.prepare('INSERT INTO rows VALUES (?)');
  const from = performance.now();
  for (let write = 0; write < rounds * 4; write += 1) insert.run('{}');
  database.close();
  return Math.round(((performance.now() - from) * 1000) / rounds);
}

describe('a queue that is full', () => {
  it('is as fast as an empty one, whatever it is full of', { timeout: 120_000 }, async () => {
    const empty = await openWith('empty.sqlite', { jobs: 1, columns: `NULL, 'done', ${never}` });
    await roundUs(empty); // warms up
    const emptyUs = await roundUs(empty);
    const lines = [`${await bareUs()} µs: four bare writes`, `${emptyUs} µs: an empty queue`];
    for (const [what, crowd] of Object.entries(crowds)) {
      await using jobs = await openWith(`${what}.sqlite`, crowd);
      const us = await roundUs(jobs);
      lines.push(`${us} µs: ${crowd.jobs} ${what}`);
      const stillUs = await roundUs(empty); // other work on the machine may have begun since
      expect(us).toBeLessThan(Math.max(emptyUs, stillUs) * 5);
    }
    await empty.close();
    process.stdout.write(
      `A round of two jobs written down, one claimed and completed:\n${lines.join('\n')}\n`,
    );
  });
});
