import { invalidResponse, type Page } from '@patchbay/core';
import {
  type DeadJob,
  type Job,
  type JobInput,
  type JobStatus,
  type Json,
  type QueueStats,
  readPayload,
} from '@patchbay/jobs';
import { fromEngineId, fromEngineName } from './names.ts';

const statuses: readonly JobStatus[] = ['waiting', 'running', 'done', 'dead'];

/** From a look at a job. */
export function fromLook(reply: unknown, { queue }: Pick<JobInput, 'queue'>): Job | undefined {
  if (reply === null) return undefined;
  const { id, status, due, payload, name, attempts, error } = toFields(reply);
  return {
    queue,
    id,
    payload,
    status,
    attempts,
    ...fromEngineName(name),
    ...(status === 'waiting' && due !== undefined && { runAt: new Date(due) }),
    ...(error !== undefined && { lastError: error }),
  };
}

/** From dead jobs, the last first; a page that is full may have a next one. */
export function fromDead(reply: unknown, queue: string, limit: number): Page<DeadJob> {
  const rows = toList(reply).map(toFields);
  const items = rows.map(({ id, payload, name, attempts, error = '', finishedAt = 0 }) => ({
    queue,
    id,
    payload,
    attempts,
    ...fromEngineName(name),
    error,
    diedAt: new Date(finishedAt),
  }));
  const last = rows.at(-1);
  const next = rows.length < limit ? undefined : last && `${last.finishedAt ?? 0}:${last.engineId}`;
  return { items, ...(next !== undefined && { next }) };
}

/** From four counts, and since when the oldest could run. */
export function fromStats(reply: unknown): QueueStats {
  const list = toList(reply);
  const [ready = 0, delayed = 0, running = 0, dead = 0] = list.slice(0, 4).map(toNumber);
  const oldest = list[4] ?? null;
  return {
    ready,
    delayed,
    running,
    dead,
    ...(oldest !== null && { oldestReadyAt: new Date(toNumber(oldest)) }),
  };
}

/** From 1 or 0. */
export function fromTruth(reply: unknown): boolean {
  return toNumber(reply) === 1;
}

/** From a list of numbers. */
export function fromNumbers(reply: unknown): readonly number[] {
  return toList(reply).map(toNumber);
}

/** From a job’s data as BullMQ keeps it. */
export function fromData(data: unknown): Json {
  try {
    return readPayload(toText(data));
  } catch {
    throw invalidResponse(
      'What is kept there is no JSON: another application wrote it. Choose another prefix.',
    );
  }
}

interface Fields {
  readonly engineId: string;
  readonly id: string;
  readonly status: JobStatus;
  readonly due: number | undefined;
  readonly payload: Json;
  readonly name: string;
  readonly attempts: number;
  readonly error: string | undefined;
  readonly finishedAt: number | undefined;
}

function toFields(reply: unknown): Fields {
  const [id, given, due, data, name, attempts, error, finishedAt] = toList(reply);
  const status = statuses.find((known) => known === given);
  if (status === undefined) throw misshapen();
  const engineId = toText(id);
  return {
    engineId,
    id: fromEngineId(engineId),
    status,
    due: due === '' ? undefined : Number(toText(due)),
    payload: fromData(data),
    name: toText(name),
    attempts: Number(attempts ?? 0),
    error: error === null ? undefined : toText(error),
    finishedAt: finishedAt === null ? undefined : Number(toText(finishedAt)),
  };
}

function toText(reply: unknown): string {
  if (typeof reply !== 'string') throw misshapen();
  return reply;
}

function toNumber(reply: unknown): number {
  if (typeof reply !== 'number') throw misshapen();
  return reply;
}

function toList(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw misshapen();
  return reply;
}

function misshapen() {
  return invalidResponse('The reply is not of the form that BullMQ and Redis document.');
}
