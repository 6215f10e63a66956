import { invalidResponse } from '@patchbay/core';
import type { ClaimedJob, DeadJob, Job, JobStatus, Json, QueueStats } from '@patchbay/jobs';
import * as z from 'zod';
import type { Row } from '../client/database.ts';

/** What of a job is in the engine's `data`. The payload is text: it comes back as it was, to the last character. */
export interface JobData {
  readonly id: string;
  readonly payload: string;
  readonly orderingKey?: string;
}

const dataSchema: z.ZodType<JobData> = z.object({
  id: z.string(),
  payload: z.string(),
  orderingKey: z.string().exactOptional(),
});

/** What of a job is in the engine's `output`: the proof of who holds or ended it, and how the last try failed. */
const outputSchema = z
  .object({ token: z.string().optional().catch(undefined), error: z.string().optional().catch(undefined) })
  .nullable()
  .transform((output) => output ?? { token: undefined, error: undefined });

const rowSchema = z.object({
  data: dataSchema,
  output: outputSchema,
  state: z.string(),
  retry_count: z.number(),
  run_at: z.number(),
  was_begun: z.boolean(),
});

/** A cancelled job is one that somebody ended through the engine itself. */
const statuses: Readonly<Record<string, JobStatus>> = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  completed: 'done',
  cancelled: 'done',
  failed: 'dead',
};

/** A job as it is kept; `undefined` where no row came. */
export function fromJob(queue: string, [row]: readonly Row[]): Job | undefined {
  if (row === undefined) return undefined;
  const { data, output, state, retry_count, run_at, was_begun } = parse(rowSchema, row);
  const status = statuses[state];
  if (status === undefined) throw unreadable();
  return {
    ...named(queue, data),
    status,
    attempts: was_begun ? retry_count + 1 : 0,
    ...(status === 'waiting' && { runAt: new Date(Math.round(run_at)) }),
    ...(output.error !== undefined && { lastError: output.error }),
  };
}

/**
 * The jobs that were just claimed. One that somebody wrote with the engine itself is left out, and until the engine
 * gives it up it is held like ours: it must not keep all others from their turn.
 */
export function fromClaimed(queue: string, rows: readonly Row[]): readonly ClaimedJob[] {
  return rows.filter(isOurs).map((row) => {
    const { data, output, retry_count } = parse(rowSchema, row);
    if (output.token === undefined) throw unreadable();
    return { ...named(queue, data), attempt: retry_count + 1, token: output.token };
  });
}

/** The jobs that were given up, without those of others. */
export function fromDead(queue: string, rows: readonly Row[]): readonly DeadJob[] {
  return rows.filter(isOurs).map((row) => toDead(queue, row));
}

function isOurs({ data }: Row): boolean {
  return dataSchema.safeParse(data).success;
}

function toDead(queue: string, row: Row): DeadJob {
  const { data, output, retry_count } = parse(rowSchema, row);
  return {
    ...named(queue, data),
    attempts: retry_count + 1,
    error: output.error ?? '',
    diedAt: new Date(Math.floor(Number(row['died_at']) / 1000)),
  };
}

/** What of a dead job is written down again. */
export function fromData(row: Row): JobData {
  return parse(rowSchema, row).data;
}

/** The counts of a queue. */
export function fromStats([row]: readonly Row[]): QueueStats {
  const { waiting, running, dead, ready, oldest } = parse(statsSchema, row);
  const counts = { ready, delayed: waiting - ready, running, dead };
  return { ...counts, ...(oldest !== null && { oldestReadyAt: new Date(Math.floor(oldest)) }) };
}

const statsSchema = z.object({
  waiting: z.number(),
  running: z.number(),
  dead: z.number(),
  ready: z.number(),
  oldest: z.number().nullable(),
});

function named(
  queue: string,
  { id, payload, orderingKey }: JobData,
): Pick<Job, 'queue' | 'id' | 'payload' | 'orderingKey'> {
  return { queue, id, payload: readPayload(payload), ...(orderingKey !== undefined && { orderingKey }) };
}

/** It was JSON when it was written; a schema would lose what is named `__proto__`. */
function readPayload(text: string): Json {
  const payload: unknown = JSON.parse(text);
  return payload as Json;
}

function parse<T>(schema: z.ZodType<T>, row: Row | undefined): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw unreadable();
}

function unreadable(): Error {
  return invalidResponse('The database gave a job of another form than this package writes.');
}
