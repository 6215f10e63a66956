/** What a handler may know beside the event. `C` is what `refetch` gives. */
export interface Delivery<C = unknown> {
  /** The source's name. */
  readonly service: string;
  /** The event's `dedupeKey`. */
  readonly key: string;
  readonly receivedAt: Date;
  /** 1 for the first try. A try that was cut off by a crash counts. */
  readonly attempt: number;
  /** A newer event of the same object was handled before. */
  readonly isLate: boolean;
  /** The object as it is now, from `refetch`; `undefined` without it. */
  readonly current: C;
  /** Aborts when another may have begun the same event, or the worker is closed and its grace has passed. */
  readonly signal: AbortSignal;
}

/**
 * Where a delivery is. `received`: it waits to be handled. `retrying`: the last try failed, and there will be another.
 * `dead`: given up; it can be replayed.
 */
export type DeliveryStatus = 'received' | 'processing' | 'retrying' | 'done' | 'dead';

/** A delivery as it is listed. It holds nothing of the event but what is named here. */
export interface DeliveryRecord {
  readonly service: string;
  /** The event's `dedupeKey`. */
  readonly key: string;
  readonly type: string;
  readonly objectId?: string;
  readonly status: DeliveryStatus;
  /** Of one that is done: it was not handled, because a newer event of its object was. */
  readonly skipped?: 'late';
  readonly receivedAt: Date;
  readonly occurredAt: Date;
  /** When it was last begun, ended or given up. */
  readonly changedAt: Date;
  /** How often it was begun. */
  readonly attempts: number;
  /** What the last failed try came to. */
  readonly lastError?: string;
}

/** What became of an event that was handed to the receiver. `ignored`: its type is not wanted. */
export type Accepted = 'received' | 'handled' | 'duplicate' | 'ignored';

/** One thing that happened, for metrics. No secret, no id and no personal data is in it. */
export type DeliveryOutcome = {
  /** The source's name. */
  readonly service: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
} & (
  | {
      /** Of an event. `skipped`: it was late. `failed`: a try; there may be another. */
      readonly what: 'received' | 'duplicate' | 'ignored' | 'handled' | 'skipped' | 'failed' | 'dead';
      readonly type: string;
    }
  | {
      /** Of a request. `unavailable`: ours is the fault, and the vendor delivers again. */
      readonly what: 'rejected' | 'unavailable';
      /** A word of a closed list: `signature_invalid`, `address_not_allowed`, `too_large`, a code. */
      readonly reason: string;
    }
);
