import { DriverFailure, type Failure } from '@patchbay/core';
import type { authReasons } from './reasons.ts';

type Reasons = typeof authReasons;

/** A failure with one of the category's reasons: the type pairs it with its code. */
export function refused<C extends keyof Reasons>(
  code: C,
  reason: Reasons[C][number],
  message: string,
  more: Pick<Failure, 'retryAfterMs'> = {},
): DriverFailure {
  return new DriverFailure({ code, reason, message, ...more });
}

/** Somebody or something has not proved who it is. */
export function unauthenticated(reason: Reasons['unauthenticated'][number], message: string): DriverFailure {
  return refused('unauthenticated', reason, message);
}
