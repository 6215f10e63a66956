import { IntegrationError } from '@patchbay/core';
import type { ClaimedJob, HeldJob } from '@patchbay/jobs';
import { Client } from 'pg';
import { type PgbossJobs, type PgbossJobsOptions, pgbossJobs } from '../../src/index.ts';

export const queue = 'mails';

/** Jobs on a server, without retries: what a test sees is one attempt. */
export function open(options: PgbossJobsOptions): PgbossJobs {
  return pgbossJobs(options, { policy: { retry: { attempts: 1 } } });
}

/** A connection of the application itself. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** What names a job that is ours. */
export function heldBy({ queue, id, token }: ClaimedJob): HeldJob {
  return { queue, id, token };
}

/** Writes a job down, and takes it. */
export async function held(jobs: PgbossJobs, id: string, leaseMs = 60_000): Promise<HeldJob> {
  await jobs.enqueue({ queue, id, payload: null });
  const [job] = await jobs.claim({ queue, limit: 1, leaseMs });
  if (job?.id !== id) throw new Error(`${id} was not claimed.`);
  return heldBy(job);
}

export async function errorOf(call: Promise<unknown>): Promise<IntegrationError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (IntegrationError.is(error)) return error;
  throw new Error('The call did not fail as calls fail.', { cause: error });
}

/** Locks a job from outside, so that whoever changes it waits. */
export async function lockFromOutside(url: string): Promise<Client> {
  const client = await connect(url);
  await client.query('BEGIN');
  await client.query('SELECT 1 FROM patchbay_jobs.job FOR UPDATE');
  return client;
}

/** Until somebody waits for a lock. */
export async function untilWaiting(url: string): Promise<void> {
  const client = await connect(url);
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
  while ((await client.query(waiting)).rows.length === 0) await new Promise((done) => setTimeout(done, 10));
  await client.end();
}
