import { IntegrationError } from '@patchbay/core';
import { agesOf, compareAges, type Mark, type Seen, toSeen } from './content.ts';
import type { Side, SyncMemory } from './memory.ts';
import type { SyncChange, SyncSource } from './types.ts';

/** A change of one record. `unlisted`: a listing has it no more. */
export type Change<T> = Exclude<SyncChange<T>, { kind: 'cursor' }> & { readonly unlisted?: true };

/** Changes that may be applied side by side, but for those of one id. After them, and all before, the cursor holds. */
export interface Batch<T> {
  readonly changes: readonly Change<T>[];
  readonly cursor?: string;
}

const mostInBatch = 500;

interface Reading<T> {
  readonly from: SyncSource<T>;
  readonly cursor: string | undefined;
  readonly memory: SyncMemory<T>;
  readonly source: Side;
  readonly maxRemovals: number | undefined;
  /** When the run began. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * What the source has to say, in parts.
 * @throws `IntegrationError` `precondition_failed` after all that is listed, where too much is listed no more.
 */
export async function* readBatches<T>(reading: Reading<T>): AsyncIterable<Batch<T>> {
  const { from, cursor, memory, signal } = reading;
  if (!('all' in from)) {
    yield* inBatches(from.changes(cursor, signal), signal);
    return;
  }
  const unlisted = new Set<string>();
  for await (const id of memory.ids()) unlisted.add(id);
  const known = unlisted.size;
  yield* inBatches(upserts(from.all(signal), unlisted), signal);
  const still = known - unlisted.size;
  const removals = await removalsOf(unlisted, reading);
  assertCredible(removals.length, still, reading.maxRemovals);
  yield* inBatches(removals, signal);
}

async function* inBatches<T>(
  stream: AsyncIterable<SyncChange<T>> | Iterable<Change<T>>,
  signal: AbortSignal,
): AsyncIterable<Batch<T>> {
  let changes: Change<T>[] = [];
  for await (const change of stream) {
    signal.throwIfAborted();
    if (change.kind !== 'cursor') changes.push(change);
    if (change.kind === 'cursor' || changes.length >= mostInBatch) {
      yield { changes, ...(change.kind === 'cursor' && { cursor: change.cursor }) };
      changes = [];
    }
  }
  if (changes.length > 0) yield { changes };
}

/**
 * A change as it is applied.
 * @throws `TypeError` for one that cannot be compared, or that would remove what it says was saved.
 */
export async function seenBy<T>(change: Change<T>): Promise<Seen<T>> {
  const { unlisted } = change;
  if (change.kind === 'remove')
    return { mark: { ...agesOf(change), hash: null, ...(unlisted && { unlisted }) } };
  if (change.value === undefined)
    throw new TypeError('It was saved without a value; say `remove` to remove it.');
  return toSeen(change);
}

type Listing<T> = ReturnType<Extract<SyncSource<T>, { all: unknown }>['all']>;

/** A whole listing. What it has is taken out of `unlisted`. */
async function* upserts<T>(items: Listing<T>, unlisted: Set<string>): AsyncIterable<SyncChange<T>> {
  for await (const item of items) {
    // One that is a number is none of those that are remembered: all of them would be removed.
    if (typeof item.id !== 'string')
      throw new TypeError(`The source lists the id ${String(item.id)}, which is no text.`);
    unlisted.delete(item.id);
    yield { ...item, kind: 'upsert' };
  }
}

/** A removal for each record that the source had and lists no more. */
async function removalsOf<T>(
  unlisted: ReadonlySet<string>,
  { memory, source, now, signal }: Reading<T>,
): Promise<readonly Change<T>[]> {
  const removals: Change<T>[] = [];
  for (const id of unlisted) {
    signal.throwIfAborted();
    const last = (await memory.known(id))[source];
    if (last !== undefined && last.hash !== null)
      removals.push({ kind: 'remove', id, ...removedAt(last, now), unlisted: true });
  }
  return removals;
}

const fewRemovals = 10;

/** @throws `IntegrationError` for a listing that is rather cut short than right. */
function assertCredible(gone: number, still: number, maxRemovals: number | undefined): void {
  const usual = still === 0 ? 0 : Math.max(fewRemovals, Math.floor((gone + still) / 2));
  const most = maxRemovals ?? usual;
  if (gone <= most) return;
  throw new IntegrationError({
    code: 'precondition_failed',
    message: `The source lists ${still} of the ${gone + still} records that it had. To remove ${gone} at once is more than the ${most} that are allowed: none was removed.`,
    hint: `Look whether the listing is whole. Where it is, allow it: run({ maxRemovals: ${gone} }).`,
    outcome: 'not_applied',
    category: 'sync',
    operation: 'sync.run',
  });
}

/** Not before the record was last changed, by a clock that may be ahead of ours. */
function removedAt(last: Mark, now: number): { readonly version?: number; readonly updatedAt: Date } {
  const isAhead = compareAges({ updatedAt: now }, last) < 0;
  return { updatedAt: new Date(isAhead ? last.updatedAt : now) };
}
