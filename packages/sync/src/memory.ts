import type { State } from '@patchbay/state';
import type { Mark, Seen } from './content.ts';

/** Two syncs of one name, one in each direction, keep both sides the same. */
export type Direction = 'forward' | 'back';

/** Which side a record is on: forward is from left to right. */
export type Side = 'left' | 'right';

/** What both sides had when they were last brought together. */
export interface Pair<T> {
  readonly left?: Mark;
  readonly right?: Mark;
  /** The value itself, for `merge`. */
  readonly base?: T;
  /** The side whose record the other one has not seen yet, although it is marked: it was merged or decided there. */
  readonly owed?: Side;
}

/** All that is known of one id. */
export interface Known<T> extends Pair<T> {
  /** A write that was begun at a side: what is true once it is done. */
  readonly writing?: { readonly side: Side; readonly pair: Pair<T> };
}

/** How far a sync has come. */
export interface Progress {
  readonly cursor?: string;
  /** `updatedAt` of the newest change that came across, in epoch milliseconds. */
  readonly newest?: number;
}

/** A conflict that waits for a person. */
export interface Waiting<T> {
  readonly incoming: Seen<T>;
  readonly present: Seen<T>;
}

/** The operations that a sync needs of a state. */
export type SyncState = State<'get' | 'put' | 'delete' | 'list'>;

/** Where a sync is remembered: both directions share what is known of ids. */
export class SyncMemory<T> {
  readonly #state: SyncState;
  readonly #prefix: string;
  readonly #direction: Direction;
  readonly #tombstoneMs: number;

  constructor(state: SyncState, name: string, direction: Direction, tombstoneMs: number) {
    this.#state = state;
    this.#prefix = `sync:${name}:`;
    this.#direction = direction;
    this.#tombstoneMs = tombstoneMs;
  }

  async known(id: string): Promise<Known<T>> {
    return (await this.#read<Known<T>>(`id:${id}`)) ?? {};
  }

  /** What is gone on both sides is a tombstone, which is forgotten in the end. */
  async save(id: string, known: Known<T>): Promise<void> {
    const { left, right, writing } = known;
    const isGone = left?.hash === null && right?.hash === null && writing === undefined;
    await this.#write(`id:${id}`, known, isGone ? this.#tombstoneMs : undefined);
  }

  ids(): AsyncIterable<string> {
    return this.#list('id:');
  }

  async progress(): Promise<Progress> {
    return (await this.#read<Progress>(`progress:${this.#direction}`)) ?? {};
  }

  async saveProgress(progress: Progress): Promise<void> {
    await this.#write(`progress:${this.#direction}`, progress);
  }

  waiting(id: string): Promise<Waiting<T> | undefined> {
    return this.#read<Waiting<T>>(`conflict:${this.#direction}:${id}`);
  }

  waitingIds(): AsyncIterable<string> {
    return this.#list(`conflict:${this.#direction}:`);
  }

  async keepWaiting(id: string, waiting: Waiting<T>): Promise<void> {
    await this.#write(`conflict:${this.#direction}:${id}`, waiting);
  }

  /** Also that of the other direction, where it is about the same. */
  async endWaiting(id: string, directions: readonly Direction[] = [this.#direction]): Promise<void> {
    for (const direction of directions)
      await this.#state.delete(`${this.#prefix}conflict:${direction}:${id}`);
  }

  async #read<R>(name: string): Promise<R | undefined> {
    const record = await this.#state.get(this.#prefix + name);
    // Nobody else writes under this name.
    return record === undefined ? undefined : (JSON.parse(record.value) as R);
  }

  async #write(name: string, value: unknown, ttlMs?: number): Promise<void> {
    const record = { key: this.#prefix + name, value: JSON.stringify(value) };
    await this.#state.put({ ...record, ...(ttlMs !== undefined && { ttlMs }) });
  }

  async *#list(name: string): AsyncIterable<string> {
    const prefix = this.#prefix + name;
    for await (const key of this.#state.list({ prefix })) yield key.slice(prefix.length);
  }
}
