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
  /** When the run began. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** What the source has to say, in parts. */
export async function* readBatches<T>(reading: Reading<T>): AsyncIterable<Batch<T>> {
  const { from, cursor, signal } = reading;
  const stream = 'all' in from ? listed(from.all(signal), reading) : from.changes(cursor, signal);
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

/** A whole listing, then a removal for each record that the source had and lists no more. */
async function* listed<T>(
  items: ReturnType<Extract<SyncSource<T>, { all: unknown }>['all']>,
  { memory, source, now }: Reading<T>,
): AsyncIterable<Change<T>> {
  const seen = new Set<string>();
  for await (const item of items) {
    // One that is a number is none of those that are remembered: all of them would be removed.
    if (typeof item.id !== 'string')
      throw new TypeError(`The source lists the id ${String(item.id)}, which is no text.`);
    seen.add(item.id);
    yield { ...item, kind: 'upsert' };
  }
  for await (const id of memory.ids()) {
    if (seen.has(id)) continue;
    const last = (await memory.known(id))[source];
    if (last !== undefined && last.hash !== null)
      yield { kind: 'remove', id, ...removedAt(last, now), unlisted: true };
  }
}

/** Not before the record was last changed, by a clock that may be ahead of ours. */
function removedAt(last: Mark, now: number): { readonly version?: number; readonly updatedAt: Date } {
  const isAhead = compareAges({ updatedAt: now }, last) < 0;
  return { updatedAt: new Date(isAhead ? last.updatedAt : now) };
}
