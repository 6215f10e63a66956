import type { JobStatus } from '@patchbay/jobs';

/** A job as it is kept. */
export interface KeptJob {
  readonly queue: string;
  readonly id: string;
  /** JSON. */
  readonly payload: string;
  readonly orderingKey: string | undefined;
  status: JobStatus;
  attempts: number;
  /** Not before, in epoch milliseconds; of one that may run at once, when it was written down. */
  runAt: number;
  lastError: string | undefined;
  /** Of whoever has it, or had it last. */
  token: string | undefined;
  /** Epoch milliseconds: until when it is held, when it died, or from when on it is forgotten. */
  until: number;
  /** Grows with each death. */
  death: number;
}

/** The jobs of one queue by id, by what becomes of them, each in the order in which they came there. */
export interface KeptQueue {
  /** Those that wait or run. */
  readonly open: Map<string, KeptJob>;
  /** Those that were done; they may be forgotten already. */
  readonly done: Map<string, KeptJob>;
  readonly dead: Map<string, KeptJob>;
}

/**
 * Jobs in memory. Instances that are given the same store see the same jobs.
 * @example
 * const store = new JobsStore();
 * const [web, worker] = [memoryJobs({ store }), memoryJobs({ store })];
 */
export class JobsStore {
  /** By name. */
  readonly queues: Map<string, KeptQueue> = new Map();
  #deaths = 0;

  /** A queue; it begins with its first job. */
  queue(name: string): KeptQueue {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const made: KeptQueue = { open: new Map(), done: new Map(), dead: new Map() };
    this.queues.set(name, made);
    return made;
  }

  /** The number of the next death. */
  nextDeath(): number {
    this.#deaths += 1;
    return this.#deaths;
  }

  /** How many jobs are kept. */
  get size(): number {
    let size = 0;
    for (const { open, done, dead } of this.queues.values()) size += open.size + done.size + dead.size;
    return size;
  }
}

/** Drops jobs that are forgotten, the oldest first, at most so many. */
export function sweepDone({ done }: KeptQueue, now: number, most: number): void {
  let looked = 0;
  for (const [id, { until }] of done) {
    if (until > now || looked >= most) return;
    done.delete(id);
    looked += 1;
  }
}
