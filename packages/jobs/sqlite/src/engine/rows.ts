import type { SqliteRow } from '@patchbay/core/sqlite';
import {
  type ClaimedJob,
  type DeadJob,
  type Job,
  type JobStatus,
  type QueueStats,
  readPayload,
} from '@patchbay/jobs';

const statuses: Readonly<Record<string, JobStatus>> = {
  waiting: 'waiting',
  behind: 'waiting',
  running: 'running',
  done: 'done',
  dead: 'dead',
};

/** A row as a job that is kept. */
export function toJob(row: SqliteRow): Job {
  const status = statuses[String(row['status'])];
  if (status === undefined) throw unreadable();
  const error = row['error'];
  return {
    ...toNamed(row),
    status,
    attempts: Number(row['attempts']),
    ...(status === 'waiting' && { runAt: new Date(Number(row['at'])) }),
    ...(typeof error === 'string' && { lastError: error }),
  };
}

/** A row as a job that is its claimer’s. */
export function toClaimed(row: SqliteRow): ClaimedJob {
  return { ...toNamed(row), attempt: Number(row['attempts']), token: String(row['token']) };
}

/** A row as a dead job. */
export function toDead(row: SqliteRow): DeadJob {
  return {
    ...toNamed(row),
    attempts: Number(row['attempts']),
    error: String(row['error']),
    diedAt: new Date(Number(row['at'])),
  };
}

/** Counts by status as counts by what they mean. */
export function toStats(rows: readonly SqliteRow[]): QueueStats {
  const counts = new Map(rows.map((row) => [row['status'], row]));
  const count = (status: string, column: 'jobs' | 'due' = 'jobs'): number =>
    Number(counts.get(status)?.[column] ?? 0);
  const ready = count('waiting', 'due');
  const oldest = Number(counts.get('waiting')?.['first']);
  return {
    ready,
    delayed: count('waiting') - ready + count('behind'),
    running: count('running'),
    dead: count('dead'),
    ...(ready > 0 && { oldestReadyAt: new Date(oldest) }),
  };
}

function toNamed(row: SqliteRow): Pick<ClaimedJob, 'queue' | 'id' | 'payload' | 'orderingKey'> {
  const orderingKey = row['ordering_key'];
  return {
    queue: String(row['queue']),
    id: String(row['id']),
    payload: readPayload(String(row['payload'])),
    ...(typeof orderingKey === 'string' && { orderingKey }),
  };
}

function unreadable(): TypeError {
  return new TypeError('A job in the file is not of the form that this package writes.');
}
