import type { ClaimedJob } from './job.ts';

/** What a handler may use while it works. */
export interface Working {
  /** Aborts when the job is not ours any more, or the worker is closed and its grace has passed. */
  readonly signal: AbortSignal;
}

/** Does a job. What it throws counts as a failed try. */
export type JobHandler = (job: ClaimedJob, working: Working) => Promise<void>;

/** A try that failed. */
export interface FailedTry {
  readonly job: ClaimedJob;
  readonly error: unknown;
}

/** How a worker works. */
export interface WorkOptions {
  /** So many jobs at a time. Default: 4. */
  readonly concurrency?: number;
  /** How long a job is held without being renewed, in milliseconds; it is renewed while it runs. Default: 30 000. */
  readonly leaseMs?: number;
  /**
   * How long an idle worker waits before it looks again, in milliseconds. Jobs of this facade wake it. Default: 1000.
   */
  readonly pollMs?: number;
  /**
   * When a failed try is repeated: milliseconds from now, or `'never'`: then the job is a dead letter. Default: ten
   * tries, 1 s, 2 s, 4 s … up to 15 minutes, with jitter, and no sooner than the error’s `retryAfterMs`.
   */
  readonly retry?: (failed: FailedTry) => number | 'never';
  /** Told when a job is given up, after it is. */
  readonly onDead?: (failed: FailedTry) => void;
  /** Told when the store itself fails; the worker goes on, ever more slowly. */
  readonly onError?: (error: unknown) => void;
}

/** Works at a queue until it is closed. */
export interface Worker {
  /** Takes no more jobs, and waits for those under way; after `graceMs` their signals abort. Default: 10 000. */
  close(graceMs?: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
