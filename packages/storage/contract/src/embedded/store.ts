import type { Call, Kit, Sending } from '@patchbay/core';
import { isDriverFailure } from '@patchbay/core';
import type {
  DeleteObject,
  GetObject,
  HeadObject,
  ObjectInfo,
  PutObject,
  PutResult,
  StoredBody,
} from '../object.ts';

/** A store within this process, as signed URLs reach it. */
export interface EmbeddedStore {
  put(input: PutObject, watch: Watch): Promise<PutResult>;
  get(input: GetObject): Promise<StoredBody>;
  head(input: HeadObject): Promise<ObjectInfo>;
  delete(input: DeleteObject, watch: Watch): Promise<void>;
}

/** How a write is watched from outside. */
export interface Watch {
  /** Stops the write, as long as it is not committed. */
  readonly signal?: AbortSignal;
  /** Bytes moved. */
  progress(): void;
  /**
   * Runs the step from which the write counts. A `DriverFailure` in it says that there was no effect; after any other
   * error nobody knows.
   */
  commit<T>(apply: () => Promise<T>): Promise<T>;
}

/**
 * Watches a write for the policy: what is interrupted before its commit is known to have had no effect.
 * @example put: (input, call) => objects.put(input, watchOf(call, kit)),
 */
export function watchOf(call: Call, { transport }: Kit): Watch {
  return {
    signal: call.signal,
    progress: () => call.progress(),
    commit: (apply) => announced(transport.begin(call.headers), apply),
  };
}

async function announced<T>(sending: Sending, apply: () => Promise<T>): Promise<T> {
  try {
    const result = await apply();
    sending.answered();
    return result;
  } catch (error) {
    if (isDriverFailure(error)) sending.undone();
    else sending.answered();
    throw error;
  }
}

/**
 * A write that no policy watches, as a stranger's with a signed URL.
 * @example await store.delete({ key }, unwatched(request.signal));
 */
export function unwatched(signal?: AbortSignal): Watch {
  return {
    ...(signal !== undefined && { signal }),
    progress: () => undefined,
    commit: (apply) => apply(),
  };
}
