import type { CallOptions, ListOptions, Pages } from '@patchbay/core';
import type {
  BuryJob,
  ClaimedJob,
  ClaimJobs,
  DeadJob,
  Enqueued,
  EnqueueJob,
  HeldJob,
  Job,
  JobInput,
  QueueInput,
  QueueStats,
  RenewJob,
  RetryJob,
} from './job.ts';

/**
 * The operations of the category, as drivers implement them. Each is atomic over everybody who shares the store. A job
 * runs at least once: one whose lease ends before it is completed is handed to somebody else.
 * @sealed
 */
export interface JobsApi {
  /**
   * Writes a job down; when it returns, the job survives what the store survives. Of many callers with the same id one
   * gets `isNew`. Harmless to repeat, so it is after a lost answer: then `isNew` may be false for the caller whose job
   * it is.
   * @example
   * await jobs.enqueue({ queue: 'mails', id: `receipt:${order.id}`, payload: { orderId: order.id } });
   */
  enqueue(input: EnqueueJob, options?: CallOptions): Promise<Enqueued>;
  /** A job as it is kept; `undefined` for one that never was, or is forgotten. */
  get(input: JobInput, options?: CallOptions): Promise<Job | undefined>;
  /**
   * Takes jobs whose time has come, the oldest first, and holds them; one that had to wait for another of its ordering
   * key may come after those that did not. `work` does this for you.
   *
   * It is never repeated: jobs of a lost answer come again when their time has passed.
   */
  claim(input: ClaimJobs, options?: CallOptions): Promise<readonly ClaimedJob[]>;
  /**
   * Holds a job for its time again, from now on. False: the job has ended, is another’s, or its lease has ended. A
   * lease that has ended does not come back, also while nobody else has claimed the job.
   */
  renew(input: RenewJob, options?: CallOptions): Promise<boolean>;
  /**
   * Ends a job that was done. False: it is another’s now, and may run again; true also for a repeat. Whoever has had it
   * too long may be told either, as long as nobody else has claimed it: so of `retry` and `bury`.
   */
  complete(input: HeldJob, options?: CallOptions): Promise<boolean>;
  /** Gives a job back for another try. False: it is not ours. */
  retry(input: RetryJob, options?: CallOptions): Promise<boolean>;
  /** Gives a job up: it becomes a dead letter. False: it is not ours. */
  bury(input: BuryJob, options?: CallOptions): Promise<boolean>;
  /** How a queue is doing. */
  stats(input: QueueInput, options?: CallOptions): Promise<QueueStats>;
  /** Jobs that were given up. */
  readonly dead: {
    /** Those of a queue, the one that died last first, as far as the provider keeps an order. */
    list(input: QueueInput, options?: ListOptions): Pages<DeadJob>;
    /**
     * Gives a dead job a new life: it waits, with no attempts, after all that have its ordering key. False: not dead.
     */
    redrive(input: JobInput, options?: CallOptions): Promise<boolean>;
    /** Forgets a dead job. False: there is none. */
    discard(input: JobInput, options?: CallOptions): Promise<boolean>;
  };
}
