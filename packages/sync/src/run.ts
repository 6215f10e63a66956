import type { Clock } from '@patchbay/core';
import { type Applied, apply, type Job } from './apply.ts';
import { type Change, readBatches, seenBy } from './changes.ts';
import type { Seen } from './content.ts';
import type { Progress } from './memory.ts';
import type { SyncFailure, SyncReport, SyncSource } from './types.ts';

interface RunSettings<T> {
  readonly from: SyncSource<T>;
  readonly clock: Clock;
  readonly concurrency: number;
  readonly maxRemovals: number | undefined;
}

/** Counts what a run does. */
interface Tally {
  upserted: number;
  removed: number;
  unchanged: number;
  conflicts: number;
  readonly failed: SyncFailure[];
  newest: number | undefined;
}

/** Reads what changed and brings it across. The cursor is kept once all that it covers is. */
export async function runJob<T>(
  job: Job<T>,
  { from, clock, concurrency, maxRemovals }: RunSettings<T>,
): Promise<SyncReport> {
  const { memory, source, signal } = job;
  let progress = await memory.progress();
  const tally: Tally = { ...counters, failed: [], newest: progress.newest };
  const now = clock.now();
  const reading = { from, cursor: progress.cursor, memory, source, maxRemovals, now, signal };
  for await (const { changes, cursor } of readBatches(reading)) {
    await applyAll(job, changes, { concurrency, tally });
    const reached = tally.failed.length === 0 ? (cursor ?? progress.cursor) : progress.cursor;
    progress = await advance(job, progress, toProgress(reached, tally.newest));
  }
  const { newest, ...counts } = tally;
  return {
    ...counts,
    ...(progress.cursor !== undefined && { cursor: progress.cursor }),
    ...(newest !== undefined && { lagMs: Math.max(0, clock.now() - newest) }),
  };
}

const counters = { upserted: 0, removed: 0, unchanged: 0, conflicts: 0 };

async function advance<T>({ memory, signal }: Job<T>, from: Progress, to: Progress): Promise<Progress> {
  signal.throwIfAborted();
  if (from.cursor !== to.cursor || from.newest !== to.newest) await memory.saveProgress(to);
  return to;
}

function toProgress(cursor: string | undefined, newest: number | undefined): Progress {
  return { ...(cursor !== undefined && { cursor }), ...(newest !== undefined && { newest }) };
}

/** Several ids at once, the changes of each in their turn. */
async function applyAll<T>(
  job: Job<T>,
  changes: readonly Change<T>[],
  { concurrency, tally }: { readonly concurrency: number; readonly tally: Tally },
): Promise<void> {
  const queues = [...byId(changes).values()];
  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
      for (const change of queue) await applyOne(job, change, tally);
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, queues.length) }, work);
  for (const end of await Promise.allSettled(workers)) if (end.status === 'rejected') throw end.reason;
}

function byId<T>(changes: readonly Change<T>[]): ReadonlyMap<string, readonly Change<T>[]> {
  const queues = new Map<string, Change<T>[]>();
  for (const change of changes) queues.set(change.id, [...(queues.get(change.id) ?? []), change]);
  return queues;
}

async function applyOne<T>(job: Job<T>, change: Change<T>, tally: Tally): Promise<void> {
  const { id } = change;
  try {
    const seen = await seenBy(change);
    count(tally, await apply(job, id, seen), seen);
  } catch (error) {
    job.signal.throwIfAborted(); // it is over: that is no fault of the record
    tally.failed.push({ id, error });
  }
}

function count(tally: Tally, { effect, isConflict }: Applied, { mark }: Seen<unknown>): void {
  tally[effect] += 1;
  if (isConflict) tally.conflicts += 1;
  tally.newest = Math.max(tally.newest ?? 0, mark.updatedAt);
}
