import type { ErrorCode, Outcome } from './codes.ts';
import type { Repeat } from './contract.ts';

/** The last argument of every operation. */
export interface CallOptions {
  /** Gives up when aborted, also between attempts. */
  readonly signal?: AbortSignal;
  /** Longest one attempt may take, in milliseconds; of an operation that streams: without a byte. */
  readonly timeoutMs?: number;
  /** Longest the whole call may take, retries and waits included, in milliseconds. */
  readonly deadlineMs?: number;
  /** Names the intention: the same key never has a second effect at a provider that honours keys. */
  readonly idempotencyKey?: string;
}

/** Call options of a write of money: it does not compile without a key. */
export interface WriteOptions extends CallOptions {
  /** Names the intention, for example the id of your order: the same key has one effect. */
  readonly idempotencyKey: string;
}

/** What became of a write whose answer was lost, as far as the provider tells. */
export type Reconciled<T> =
  | { readonly outcome: 'applied'; readonly result: T }
  /** Nothing is there now. A request that is still on its way may arrive yet. */
  | { readonly outcome: 'not_applied' }
  | { readonly outcome: 'unknown' };

/** One request to the vendor, as a driver sees it. @sealed */
export interface Attempt {
  /** Aborts at the attempt's timeout, the call's deadline or the caller's signal. */
  readonly signal: AbortSignal;
  /** 1 for the first attempt of the step. */
  readonly number: number;
  /** Must go out with the request: it binds the request to this attempt; the transport strips it. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The key to send: a hash of category, operation, step and the caller's key; `undefined` without one. Of a composed
   * operation as a whole: what its object may carry, so that it is found again by `vendorKey`.
   */
  readonly idempotencyKey: string | undefined;
  /** Says that the vendor's refusal of this request is an expected result (a declined card), not a failure. */
  acceptRefusal(): void;
  /** Says that bytes moved: for an operation that streams, timeout and deadline are counted from here again. */
  progress(): void;
  /** Keeps the attempt's place among the calls in flight until then: for a body that is read after the call. */
  hold(end: Promise<unknown>): void;
}

/**
 * What a driver gets beside the input. For a `native` operation the call is its only attempt; a `composed` one makes
 * each request through `step`.
 * @sealed
 */
export interface Call extends Attempt {
  /** Cursor of the page to fetch, and the page size asked for; lists only. */
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
  /** Makes one vendor request under the policy: retried, timed and keyed on its own. */
  step<T>(name: string, repeat: Repeat, run: (attempt: Attempt) => Promise<T>): Promise<T>;
}

/** What became of one attempt. Safe to print. @sealed */
export interface AttemptRecord {
  /** The step of a composed operation; absent for a native one. */
  readonly step?: string;
  /** 1-based within the step. */
  readonly number: number;
  /** Time from the start of the attempt to its end, without the wait before it. */
  readonly durationMs: number;
  /** Time waited before this attempt. */
  readonly waitedMs: number;
  /** HTTP status, where an answer came. */
  readonly status?: number;
  /** The vendor's id of the request. */
  readonly requestId?: string;
  /** Absent on success. */
  readonly code?: ErrorCode;
  /** Of this attempt alone. Absent on success. */
  readonly outcome?: Outcome;
}
