import type { ErrorDetails } from '../error.ts';

/** A write that was begun, and of which nobody has written down how it ended. */
export interface Open {
  readonly operation: string;
  readonly idempotencyKey: string;
  /** Of the input. */
  readonly fingerprint: string;
  /** The call that has the key now. */
  readonly call: string;
  /** When the first call under the key began, in epoch milliseconds. */
  readonly firstAt: number;
  /** When the latest call began or, once that is known, ended. */
  readonly latestAt: number;
  /** Until when that call may be under way; 0 once it has ended. */
  readonly busyUntil: number;
}

/** How a write ended that had its effect. */
export interface Done {
  readonly fingerprint: string;
  /** The result, as text; absent where only the effect is known. */
  readonly result?: string;
  /** Instead of a result: what the call failed with although the effect is there. */
  readonly error?: ErrorDetails;
}

/** A record of one of them: nobody but a ledger writes under their names. */
export interface Records {
  readonly open: Open;
  readonly done: Done;
}
