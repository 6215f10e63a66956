import type { Failure } from '@patchbay/core';

/** Memory fails in no words of its own: what the store refuses, it refuses in the contract’s words. */
export function toFailure(_thrown: unknown): Failure | undefined {
  return undefined;
}
