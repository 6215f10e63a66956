/** What can be written as JSON and read again as the same. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Names a queue: 1 to 100 of `a-z A-Z 0-9 . _ -`. It begins to be with its first job. */
export interface QueueInput {
  readonly queue: string;
}

/** Names a job of a queue. */
export interface JobInput extends QueueInput {
  /** 1 to 255 octets of UTF-8 without control characters, never normalised. */
  readonly id: string;
}

/** A job to be written down. */
export interface EnqueueJob extends QueueInput {
  /**
   * Yours: one job per id, for as long as the store remembers it. Default: a new random one. It is refused where it is
   * there and `undefined`: the job would be written down again with each repeat.
   */
  readonly id?: string;
  /** What the handler is given: at most 256 KiB of JSON. */
  readonly payload: Json;
  /** Not before. Default: at once. */
  readonly runAt?: Date;
  /**
   * Jobs of one ordering key run one at a time, in the order in which they were written down: one that waits for its
   * next try holds up those after it, one that is dead does not. Needs the trait `ordering`.
   */
  readonly orderingKey?: string;
  /**
   * Your own open transaction, in which the job is written down: it is there if and only if you commit. What it is
   * depends on the provider, whose documentation says so. Needs the trait `transaction`. It is refused where it is
   * there and `undefined`: the job would be written down outside.
   */
  readonly transaction?: unknown;
}

/** What became of a job that was to be written down. */
export interface Enqueued {
  readonly id: string;
  /** False: one of this id was there already, waiting, running, done or dead. Nothing was changed. */
  readonly isNew: boolean;
}

/** Where a job is. `waiting` also for one whose time has not come, or that waits for its next try. */
export type JobStatus = 'waiting' | 'running' | 'done' | 'dead';

/** A job as it is kept. */
export interface Job extends JobInput {
  readonly payload: Json;
  readonly status: JobStatus;
  /** How often it was begun. */
  readonly attempts: number;
  readonly orderingKey?: string;
  /** Of one that waits: not before. */
  readonly runAt?: Date;
  /** What the last try came to, as it was told; absent where none has failed. */
  readonly lastError?: string;
}

/** Asks for jobs to work at. */
export interface ClaimJobs extends QueueInput {
  /** At most so many, 1 to 100. */
  readonly limit: number;
  /** How long they are ours without being renewed, in milliseconds, 1000 or more; then another may have them. */
  readonly leaseMs: number;
}

/** A job that is ours for a time. */
export interface ClaimedJob extends JobInput {
  readonly payload: Json;
  /** 1 for the first try. A try that was cut off by a crash counts. */
  readonly attempt: number;
  readonly orderingKey?: string;
  /** Proves to the store that it is ours. */
  readonly token: string;
}

/** Names a job that is ours. */
export interface HeldJob extends JobInput {
  readonly token: string;
}

/** Holds a job for its time again, from now on. */
export interface RenewJob extends HeldJob {
  readonly leaseMs: number;
}

/** Gives a job back, for another try. */
export interface RetryJob extends HeldJob {
  /** How long it waits, in milliseconds. */
  readonly delayMs: number;
  /** What the try came to, for people; at most 2000 characters are kept. Never a secret. */
  readonly error: string;
}

/** Gives a job up. */
export interface BuryJob extends HeldJob {
  /** Why, for people; at most 2000 characters are kept. Never a secret. */
  readonly error: string;
}

/** A job that was given up. It stays until somebody redrives or discards it. */
export interface DeadJob extends JobInput {
  readonly payload: Json;
  readonly attempts: number;
  readonly orderingKey?: string;
  readonly error: string;
  readonly diedAt: Date;
}

/** How a queue is doing. */
export interface QueueStats {
  /** Could run now. */
  readonly ready: number;
  /** Waits for its time, its next try, or for another of its ordering key. */
  readonly delayed: number;
  /** Held by somebody; its time may have passed. */
  readonly running: number;
  readonly dead: number;
  /**
   * Since when the oldest of those that are ready could run: since it was written down, its time came, or the wait for
   * its next try was over. Absent where none is ready. One that had to wait for another of its ordering key may count
   * from either moment.
   */
  readonly oldestReadyAt?: Date;
}
