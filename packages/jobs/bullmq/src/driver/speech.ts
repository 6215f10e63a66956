import type { IRedisTransaction, RedisQueueBackend } from 'bullmq';
import type { Engine } from '../client/engine.ts';
import type { ScriptName } from './scripts.ts';

/** What is said to the server about one queue. */
export class Speech {
  readonly #engine: Engine;
  readonly backend: RedisQueueBackend;
  readonly base: string;

  constructor(engine: Engine, queue: string, leaseMs = 1) {
    this.#engine = engine;
    this.backend = engine.backend(queue, leaseMs);
    this.base = this.backend.toKey('');
  }

  /** Runs one of our scripts. */
  async script(name: ScriptName, ...given: readonly (string | number)[]): Promise<unknown> {
    const client = await this.backend.client;
    return client.runCommand(name, [this.base, ...given]);
  }

  /** Says it all at once: nothing else happens in between. */
  async atOnce(say: (transaction: IRedisTransaction) => Promise<void> | void): Promise<readonly unknown[]> {
    const client = await this.backend.client;
    const transaction = client.multi();
    await say(transaction);
    const replies: readonly (readonly [Error | null, unknown])[] | null = await transaction.exec();
    return (replies ?? []).map(([error, reply]) => {
      if (error !== null) throw error;
      return reply;
    });
  }

  /** Forgets that BullMQ has looked for ended leases lately. */
  async lookAgain(): Promise<void> {
    await this.#engine.redis.del(this.backend.toKey('stalled-check'));
  }
}
