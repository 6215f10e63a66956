import type { FakeFailure } from '../types.ts';
import { Rejection } from './errors.ts';

/** The queue of failures that a test has planned. */
export interface PlannedFailures {
  plan(failure: FakeFailure): void;
  /** The first planned failure for a request, used up by one. */
  take(method: string, path: string): FakeFailure | undefined;
}

export function plannedFailures(): PlannedFailures {
  const queue: { readonly failure: FakeFailure; left: number }[] = [];
  return {
    plan(failure) {
      queue.push({ failure, left: failure.times ?? 1 });
    },
    take(method, path) {
      const index = queue.findIndex(({ failure }) => matches(failure, method, path));
      const found = queue[index];
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) queue.splice(index, 1);
      return found.failure;
    },
  };
}

export function rejectionOf(failure: FakeFailure): Rejection {
  const { status = 500, type = 'api_error', code, declineCode, param } = failure;
  const body = {
    type,
    message: failure.message ?? 'An unknown error occurred.',
    ...(code === undefined ? {} : { code }),
    ...(declineCode === undefined ? {} : { decline_code: declineCode }),
    ...(param === undefined ? {} : { param }),
  };
  return new Rejection(status, body, failure.afterCommit === true && failure.stored !== 'result');
}

function matches(failure: FakeFailure, method: string, path: string): boolean {
  if (failure.method !== undefined && failure.method !== method) return false;
  if (failure.path === undefined) return true;
  return failure.path.endsWith('*') ? path.startsWith(failure.path.slice(0, -1)) : path === failure.path;
}
