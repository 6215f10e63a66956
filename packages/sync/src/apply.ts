import { IntegrationError } from '@patchbay/core';
import { compareAges, hashOf, type Mark, type Seen, succeed, toPresent, toSeen } from './content.ts';
import type { Known, Pair, Side, SyncMemory } from './memory.ts';
import type { SyncStrategy } from './strategies.ts';
import type { SyncResolution, SyncTarget } from './types.ts';

/** One run, as the application of a change needs it. */
export interface Job<T> {
  readonly to: SyncTarget<T>;
  readonly memory: SyncMemory<T>;
  readonly strategy: SyncStrategy<T>;
  readonly source: Side;
  readonly target: Side;
  readonly fence: number;
  readonly signal: AbortSignal;
  /** The source lists all that it has. */
  readonly isListing: boolean;
}

/** What became of a change. */
export interface Applied {
  readonly effect: 'upserted' | 'removed' | 'unchanged';
  readonly isConflict: boolean;
}

const mostTries = 3;
const nothing: Applied = { effect: 'unchanged', isConflict: false };

/** Brings one change across. Doing it again, in part or as a whole, does no harm. */
export async function apply<T>(job: Job<T>, id: string, incoming: Seen<T>): Promise<Applied> {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    job.signal.throwIfAborted();
    const applied = await tryToApply(job, id, incoming);
    if (applied !== undefined) return applied;
  }
  throw new Error(`The target changed ${id} each of ${mostTries} times between its reading and its writing.`);
}

async function tryToApply<T>(job: Job<T>, id: string, incoming: Seen<T>): Promise<Applied | undefined> {
  const { memory, source, target } = job;
  const kept = await memory.known(id);
  let known = relisted(job, adopted(kept, source, incoming.mark), incoming.mark);
  if (known.writing?.side === source) {
    throw new Error(`The other direction began to write ${id}: a run of it has to finish that first.`);
  }
  if (!isOld(job, known, incoming.mark)) {
    const found = await job.to.get(id, job.signal);
    const present = await toSeen(found);
    known = relisted(job, adopted(known, target, present.mark), incoming.mark);
    const place: Place<T> = { id, known, incoming, present, revision: found?.revision };
    if (!isOld(job, known, incoming.mark)) return bringAcross(job, place);
  }
  const newest = newestOf(known[source], incoming.mark);
  if (known !== kept || newest !== known[source]) await memory.save(id, { ...known, [source]: newest });
  return nothing;
}

/** What a change meets. */
export interface Place<T> {
  readonly id: string;
  readonly known: Known<T>;
  readonly incoming: Seen<T>;
  readonly present: Seen<T>;
  readonly revision: string | undefined;
}

async function bringAcross<T>(job: Job<T>, place: Place<T>): Promise<Applied | undefined> {
  const applied = await bring(job, place);
  const isSettled = applied !== undefined && !applied.isConflict;
  if (isSettled && job.strategy.kind === 'manual') await job.memory.endWaiting(place.id);
  return applied;
}

async function bring<T>(job: Job<T>, place: Place<T>): Promise<Applied | undefined> {
  const { id, known, incoming, present } = place;
  if (present.mark.hash === incoming.mark.hash) {
    const state = present.mark.updatedAt === 0 ? incoming.mark : present.mark;
    const pair = pairOf(job, place, succeed(state, known[job.target]));
    // Alike, but the one at the target is later: that has to be known at the source before the source changes it.
    const isLater = compareAges(state, incoming.mark) > 0;
    await job.memory.save(id, { ...pair, ...(isLater && { owed: job.target }) });
    return nothing;
  }
  if (!isChanged(job, known, present.mark)) return write(job, place, incoming);
  const base = known.base === undefined ? {} : { base: known.base };
  const sides = { incoming: toPresent(incoming), present: toPresent(present) };
  const resolution = await job.strategy.decide({ id, ...sides, ...base });
  if (resolution === undefined) await job.memory.keepWaiting(id, { incoming, present });
  const applied = resolution === undefined ? nothing : await resolve(job, place, resolution);
  return applied && { ...applied, isConflict: true };
}

/** Where a run began to write just what is at that side, it did, whoever noted it. */
function adopted<T>(known: Known<T>, side: Side, { hash }: Mark): Known<T> {
  const { writing } = known;
  return writing?.side === side && writing.pair[side]?.hash === hash ? writing.pair : known;
}

/** What a listing has again was not removed at the source: pages shift, and filters come and go. */
function relisted<T>({ isListing, source }: Job<T>, known: Known<T>, { hash }: Mark): Known<T> {
  return isListing && hash !== null && known[source]?.unlisted ? { ...known, [source]: undefined } : known;
}

/** Known before, or older than what is known. Of one age, a removal stands. */
function isOld<T>(
  { source, target, strategy }: Job<T>,
  { writing, ...pair }: Known<T>,
  incoming: Mark,
): boolean {
  const last = pair[source];
  if (last === undefined) return false;
  const difference = compareAges(incoming, last);
  if (incoming.hash === last.hash && writing?.side !== target) {
    // What was removed once more, or was decided against an older one, is decided by its new age.
    if (strategy.kind === 'byVersion' && incoming.hash === null && difference > 0) return false;
    return pair.owed === undefined || (pair.owed === target && difference <= 0);
  }
  if (difference <= 0 && last.over?.includes(incoming.hash)) return true;
  return difference < 0 || (difference === 0 && last.hash === null && incoming.hash !== null);
}

/** The same record may have been saved or removed again: what is older than that comes late. */
function newestOf(last: Mark | undefined, incoming: Mark): Mark | undefined {
  if (last === undefined || last.hash !== incoming.hash) return last;
  return compareAges(incoming, last) > 0 ? incoming : last;
}

/**
 * Whether somebody else changed the record at the target since both sides were the same. Of what is gone the age tells,
 * if the target does.
 */
function isChanged<T>({ target }: Job<T>, pair: Known<T>, present: Mark): boolean {
  const last = pair[target] ?? { hash: null, updatedAt: 0 };
  const isRemovedAnew = present.hash === null && present.updatedAt !== 0 && compareAges(present, last) > 0;
  return pair.owed === target || present.hash !== last.hash || isRemovedAnew;
}

/** Does what was decided. `undefined`: the target has changed again meanwhile. */
export async function resolve<T>(
  job: Job<T>,
  place: Place<T>,
  resolution: SyncResolution<T>,
): Promise<Applied | undefined> {
  const { id, known, incoming, present } = place;
  if (resolution === 'incoming') return write(job, place, incoming);
  if (resolution === 'present') {
    // The other direction brings it back, if there is one: so the target’s record is not marked as seen.
    const { writing: _, ...pair } = known;
    const mark = succeed(incoming.mark, known[job.source]);
    await job.memory.save(id, { ...pair, [job.source]: mark, owed: job.target });
    return nothing;
  }
  const value = 'value' in resolution ? resolution.value : undefined;
  const mark = { ...laterOf(incoming.mark, present.mark), hash: await hashOf(value) };
  return write(job, place, { ...(value !== undefined && { value }), mark });
}

/** The intention is kept first: so nobody takes what was written, but not noted, for a change of somebody else’s. */
async function write<T>(
  job: Job<T>,
  place: Place<T>,
  { value, mark }: Seen<T>,
): Promise<Applied | undefined> {
  const { memory, target } = job;
  const { id, known, present } = place;
  const pair = pairOf(job, place, succeed(mark, known[target], present.mark));
  await memory.save(id, { ...known, writing: { side: target, pair } });
  const written = await writeAt(job, place, { ...(value !== undefined && { value }), mark }).catch(
    async (error: unknown) => {
      const isUndone = IntegrationError.is(error) && error.outcome === 'not_applied';
      if (isUndone) await memory.save(id, known);
      throw error;
    },
  );
  if (written === false) {
    await memory.save(id, known);
    return undefined;
  }
  const atTarget = pair[target] ?? mark;
  const hash = written === true ? atTarget.hash : await hashOf(written.value);
  await memory.save(id, { ...pair, [target]: { ...atTarget, hash } });
  return { effect: value === undefined ? 'removed' : 'upserted', isConflict: false };
}

function writeAt<T>(
  { to, fence, signal }: Job<T>,
  { id, revision }: Place<T>,
  { value, mark }: Seen<T>,
): Promise<boolean | { readonly value: T }> {
  const { version, updatedAt } = mark;
  const details = {
    ...(version !== undefined && { version }),
    ...(revision !== undefined && { expected: revision }),
    updatedAt: new Date(updatedAt),
    fence,
    signal,
  };
  return value === undefined ? to.remove(id, details) : to.upsert(id, value, details);
}

/** A record that is another than the one that came, is owed to the side that it came from. */
function pairOf<T>(
  { source, target, strategy }: Job<T>,
  { known, incoming }: Place<T>,
  atTarget: Mark,
): Pair<T> {
  const { value, mark } = incoming;
  return {
    [source]: { ...succeed(mark, known[source]), ...(mark.unlisted && { unlisted: true }) },
    [target]: atTarget,
    ...(strategy.kind === 'merge' && value !== undefined && { base: value }),
    ...(atTarget.hash !== mark.hash && { owed: target }),
  };
}

function laterOf(one: Mark, other: Mark): Mark {
  return compareAges(one, other) > 0 ? one : other;
}
