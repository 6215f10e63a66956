import type { Job, Queue, RedisQueueBackend } from 'bullmq';
import type { Redis } from 'ioredis';
import { scripts } from '../driver/scripts.ts';

/** BullMQ as `native()` hands it out: with the client and the connection that the adapter itself uses. */
export interface BullmqEngine {
  /** The client of ioredis. It does not reconnect by itself: the next call of the facade does. */
  readonly redis: Redis;
  /** A queue, as BullMQ’s own class. Ids of jobs are `j.` and our id, percent-encoded. */
  queue(name: string): Queue;
}

/** What of the module `bullmq` is used at run time. */
export interface Bullmq {
  readonly Job: typeof Job;
  readonly Queue: typeof Queue;
  readonly RedisQueueBackend: typeof RedisQueueBackend;
}

/** Never: what is too often is the caller’s choice. */
const maxStalledCount = Number.MAX_SAFE_INTEGER;

/** BullMQ over one connection, which nothing here opens. */
export class Engine implements BullmqEngine {
  readonly redis: Redis;
  readonly #bullmq: Bullmq;
  readonly #prefix: string;
  readonly #queues = new Map<string, Queue>();

  constructor(redis: Redis, bullmq: Bullmq, prefix: string) {
    this.redis = redis;
    this.#bullmq = bullmq;
    this.#prefix = prefix;
    for (const [name, lua] of Object.entries(scripts)) redis.defineCommand(name, { lua, numberOfKeys: 0 });
  }

  queue(name: string): Queue {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue = new this.#bullmq.Queue(name, this.#options());
    queue.on('error', () => {}); // else BullMQ prints it; whoever waits is told
    this.#queues.set(name, queue);
    return queue;
  }

  /** What BullMQ’s classes themselves call. Jobs that it hands out are held for `leaseMs`. */
  backend(name: string, leaseMs: number): RedisQueueBackend {
    const shared = this.queue(name).getBackend();
    const toKey = (type: string): string => shared.toKey(type);
    const options = { ...this.#options(), lockDuration: leaseMs, maxStalledCount, stalledInterval: 1 };
    const { RedisQueueBackend: Backend } = this.#bullmq;
    return new Backend(shared.connection, name, shared.keys, toKey, options, undefined, false);
  }

  /** A job as BullMQ’s class, which nothing was read for. */
  job(queue: string, id: string, given: Partial<Given> = {}): Job {
    const { name = '', payload = null, ...options } = given;
    return new this.#bullmq.Job(this.queue(queue), name, payload, { ...options, attempts: 1 }, id);
  }

  #options() {
    return {
      connection: this.redis,
      prefix: this.#prefix,
      skipVersionCheck: true, // it asks for `INFO`
      skipWaitingForReady: true,
      skipMetasUpdate: true,
    };
  }
}

interface Given {
  readonly name: string;
  readonly payload: unknown;
  readonly timestamp: number;
  readonly delay: number;
}
