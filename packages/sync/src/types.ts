/** A record of one side. */
export interface SyncItem<T> {
  readonly id: string;
  /** Plain JSON: it is compared by its content. */
  readonly value: T;
  /** Grows with each change, where the sides have such a number. It counts before `updatedAt`. */
  readonly version?: number;
  readonly updatedAt: Date;
}

/** What happened at the source. A `cursor` covers all that came before it. */
export type SyncChange<T> =
  | ({ readonly kind: 'upsert' } & SyncItem<T>)
  | ({ readonly kind: 'remove' } & Omit<SyncItem<T>, 'value'>)
  | { readonly kind: 'cursor'; readonly cursor: string };

/**
 * Where records come from. `changes` where the source tells what changed, `all` where it can only list everything; what
 * is listed no more counts as removed then.
 */
export type SyncSource<T> =
  | {
      /** What changed since a cursor; everything where there is none. A change may come twice, late, or out of turn. */
      changes(cursor: string | undefined, signal: AbortSignal): AsyncIterable<SyncChange<T>>;
    }
  | {
      /** Every record. A listing that fails has to throw: one that ends early removes the rest, up to `maxRemovals`. */
      all(signal: AbortSignal): AsyncIterable<SyncItem<T>>;
    };

/** What a target has under an id. */
export interface SyncPresent<T> {
  /** Absent: the target remembers that it was removed, at `updatedAt`. */
  readonly value?: T;
  readonly version?: number;
  readonly updatedAt?: Date;
  /** Names this very state of the record, for `expected`. */
  readonly revision?: string;
}

/** What goes with a write. */
export interface SyncWrite {
  /** Of the record that is written: to be kept with it, so that both sides compare the same. */
  readonly version?: number;
  readonly updatedAt: Date;
  /** The `revision` that `get` gave; absent where the target had nothing. */
  readonly expected?: string;
  /** Grows from run to run: a target that refuses a lower one is safe from a run that was held up. */
  readonly fence: number;
  readonly signal: AbortSignal;
}

/** Where records go. */
export interface SyncTarget<T> {
  /** The record as it is now; `undefined` where nothing is known of it. */
  get(id: string, signal: AbortSignal): Promise<SyncPresent<T> | undefined>;
  /**
   * Writes a record. `false`: it is no longer as `expected`, and is looked at again. A target that keeps another value
   * than it is given (trimmed, in lower case) answers with that.
   */
  upsert(id: string, value: T, write: SyncWrite): Promise<boolean | { readonly value: T }>;
  /** Removes a record; one that is gone is fine. `false`: it is no longer as `expected`. */
  remove(id: string, write: SyncWrite): Promise<boolean>;
}

/** Both sides changed the same record. What was removed has no value. */
export interface SyncConflict<T> {
  readonly id: string;
  readonly incoming: SyncPresent<T>;
  readonly present: SyncPresent<T>;
  /** What both sides had last; known to `merge` alone. */
  readonly base?: T;
}

/** What becomes of a conflict. */
export type SyncResolution<T> = 'incoming' | 'present' | { readonly value: T } | { readonly removed: true };

/** One record that could not be synced. It is tried again by the next run. */
export interface SyncFailure {
  readonly id: string;
  readonly error: unknown;
}

/** What a run did. */
export interface SyncReport {
  readonly upserted: number;
  readonly removed: number;
  /** Nothing had to be done: known before, older than what is known, or there already. */
  readonly unchanged: number;
  /** Records that both sides had changed, whatever became of them. */
  readonly conflicts: number;
  /** While there are any, the cursor stays before the first of them. */
  readonly failed: readonly SyncFailure[];
  /** Where the next run begins. */
  readonly cursor?: string;
  /** How old the newest change is that ever came across; absent before the first one. */
  readonly lagMs?: number;
}
