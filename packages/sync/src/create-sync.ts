import { type Clock, systemClock } from '@patchbay/core';
import { type Job, resolve } from './apply.ts';
import { toPresent, toSeen } from './content.ts';
import { type Direction, SyncMemory, type SyncState } from './memory.ts';
import { runJob } from './run.ts';
import { byVersion, type SyncStrategy } from './strategies.ts';
import type { SyncConflict, SyncReport, SyncResolution, SyncSource, SyncTarget } from './types.ts';

/** What to keep the same, and how. */
export interface SyncOptions<T> {
  /** Names what is remembered: letters, digits, dots and hyphens, at most 100. */
  readonly name: string;
  readonly from: SyncSource<T>;
  readonly to: SyncTarget<T>;
  /** Remembers what was synced, and lets one run at a time work, over all machines that share it. */
  readonly state: SyncState;
  /**
   * For two ways make two syncs of one name and state, of which one goes `back`: what one wrote is no news to the
   * other. Default: `forward`.
   */
  readonly direction?: Direction;
  /** What becomes of a record that both sides changed. Default: `byVersion()`. */
  readonly conflict?: SyncStrategy<T>;
  /** How many records are written side by side. Default: 4. */
  readonly concurrency?: number;
  /** How long a removal is remembered, so that a late change does not bring the record back. Default: 30 days. */
  readonly tombstoneMs?: number;
  /** How long others wait after this process has died. Default: 60 000. */
  readonly leaseMs?: number;
  /** Called after each run that came to its end. */
  readonly onRun?: (report: SyncReport) => void;
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** How one run works. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  /**
   * How many records may be removed at the target because a listing (`all`) has them no more; `Infinity` for any
   * number. Default: half of those that the source had, but 10 at least; none where it lists none of them. What a
   * source says itself that it removed (`changes`) is not counted.
   */
  readonly maxRemovals?: number;
}

/** Keeps a target the same as a source. */
export interface Sync<T> {
  /**
   * Brings across what changed since the last run. A run that dies is repeated by the next one, harmlessly.
   *
   * What fails with one record stands in the report, and is tried again by the next run. What fails with the source is
   * thrown.
   * @throws `IntegrationError` `conflict`: `lease_taken` while another run works, `lease_lost` where it was held up.
   * `precondition_failed` where a listing lacks more than `maxRemovals` records: what it has was brought across, and
   * nothing was removed. `RangeError` for a `maxRemovals` that is no number from 0 on.
   */
  run(options?: RunOptions): Promise<SyncReport>;
  /** Conflicts of this direction that wait for a decision (`manual`). */
  conflicts(): AsyncIterable<SyncConflict<T>>;
  /**
   * Decides a conflict. With two ways, `present` leaves the other direction’s conflict about the same record to be
   * decided there; every other decision ends both.
   * @throws `RangeError` where none waits, or where the target has changed since: look at it again.
   */
  resolve(id: string, resolution: SyncResolution<T>): Promise<void>;
}

const day = 86_400_000;

/**
 * Makes a sync. Nothing runs until `run` is called: by a timer, a job, a webhook.
 * @throws `RangeError` for options that would not hold.
 * @example
 * const from = directorySource(auth);
 * const sync = createSync({ name: 'people', from, to: shopUsers, state, conflict: sourceWins() });
 * const { upserted, removed, failed, lagMs } = await sync.run();
 */
export function createSync<T>(options: SyncOptions<T>): Sync<T> {
  assertOptions(options);
  const { name, to, state, direction = 'forward', conflict: strategy = byVersion<T>() } = options;
  const { tombstoneMs = 30 * day, leaseMs = 60_000, clock = systemClock } = options;
  const memory = new SyncMemory<T>(state, name, direction, tombstoneMs);
  const sides =
    direction === 'forward'
      ? ({ source: 'left', target: 'right' } as const)
      : ({ source: 'right', target: 'left' } as const);
  const alone = <R>(signal: AbortSignal | undefined, work: (job: Job<T>) => Promise<R>): Promise<R> =>
    state.leases.with(`sync:${name}`, { ttlMs: leaseMs, ...(signal !== undefined && { signal }) }, (held) =>
      work({ to, memory, strategy, isListing: 'all' in options.from, ...sides, ...held }),
    );
  return {
    async run({ signal, maxRemovals } = {}) {
      if (maxRemovals !== undefined && !(maxRemovals >= 0))
        throw new RangeError('maxRemovals must be a number from 0 on.');
      const report = await alone(signal, (job) =>
        runJob(job, { from: options.from, clock, concurrency: options.concurrency ?? 4, maxRemovals }),
      );
      options.onRun?.(report);
      return report;
    },
    conflicts: () => waitingConflicts(memory),
    resolve: (id, resolution) => alone(undefined, (job) => decide(job, id, resolution)),
  };
}

async function* waitingConflicts<T>(memory: SyncMemory<T>): AsyncIterable<SyncConflict<T>> {
  for await (const id of memory.waitingIds()) {
    const waiting = await memory.waiting(id);
    if (waiting === undefined) continue; // decided meanwhile
    yield { id, incoming: toPresent(waiting.incoming), present: toPresent(waiting.present) };
  }
}

async function decide<T>(job: Job<T>, id: string, resolution: SyncResolution<T>): Promise<void> {
  const { memory, to, signal } = job;
  const waiting = await memory.waiting(id);
  if (waiting === undefined) throw new RangeError(`No conflict about ${id} waits.`);
  const { incoming } = waiting;
  const found = await to.get(id, signal);
  const present = await toSeen(found);
  const place = { id, known: await memory.known(id), incoming, present, revision: found?.revision };
  const isSame = present.mark.hash === waiting.present.mark.hash;
  const applied = isSame ? await resolve(job, place, resolution) : undefined;
  if (applied === undefined) {
    await memory.keepWaiting(id, { incoming, present: await toSeen(await to.get(id, signal)) });
    throw new RangeError(`${id} has changed at the target since the conflict was listed.`);
  }
  await memory.endWaiting(id, resolution === 'present' ? undefined : ['forward', 'back']);
}

function assertOptions<T>({ name, concurrency = 1, tombstoneMs = 1, leaseMs = 1 }: SyncOptions<T>): void {
  if (!/^[\w.-]{1,100}$/.test(name))
    throw new RangeError('name: letters, digits, dots, hyphens, at most 100.');
  for (const [field, value] of Object.entries({ concurrency, tombstoneMs, leaseMs })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${field} must be a whole number above 0.`);
  }
}
