import { type Clock, DriverFailure } from '@patchbay/core';
import type { PgBoss, QueueResult } from 'pg-boss';
import { Shared } from '../client/shared.ts';
import type { Transactions } from '../client/transact.ts';

/**
 * The policy of every queue: of the jobs with one key the engine runs one at a time, in order, and a failed one holds
 * up those after it. A job without an ordering key has a key of its own; so has one that is dead.
 */
export const policy = 'key_strict_fifo';

/** The queues as one instance knows them: made with their first job, looked after by those who claim. */
export class Queues {
  readonly #transactions: Transactions;
  readonly #clock: Clock;
  readonly #restMs: number;
  /** When each was looked after last. */
  readonly #known = new Map<string, number>();
  readonly #sought = new Map<string, Shared<boolean>>();

  /** @param restMs how long a queue needs nobody to look after it */
  constructor(transactions: Transactions, clock: Clock, restMs: number) {
    this.#transactions = transactions;
    this.#clock = clock;
    this.#restMs = restMs;
  }

  /** Makes a queue where it is missing. */
  async make(name: string, signal: AbortSignal): Promise<void> {
    while (!(await this.has(name, signal))) {
      // Whoever only looked at the same moment found nothing.
      await this.#seek(name, signal, (boss) =>
        boss.createQueue(name, { policy }).then(() => find(boss, name)),
      );
    }
  }

  /** Now and then lets the engine delete jobs that are forgotten. */
  async lookAfter(name: string, signal: AbortSignal): Promise<void> {
    const now = this.#clock.monotonic();
    if (now - (this.#known.get(name) ?? 0) < this.#restMs) return;
    this.#known.set(name, now);
    // A claim does without it: the next one that may looks after it again.
    await this.#transactions.aside(signal, (boss) => boss.supervise(name)).catch(() => {});
  }

  /** False where there is none. After it the engine knows the queue, and asks for it within no transaction. */
  async has(name: string, signal: AbortSignal): Promise<boolean> {
    return this.#known.has(name) || this.#seek(name, signal, (boss) => find(boss, name));
  }

  /** Many who ask for the same queue at once ask the engine once. */
  #seek(
    name: string,
    signal: AbortSignal,
    look: (boss: PgBoss) => Promise<QueueResult | null>,
  ): Promise<boolean> {
    const sought = this.#sought.get(name) ?? this.#newSearch(name, look);
    this.#sought.set(name, sought);
    return sought.join(signal);
  }

  #newSearch(name: string, look: (boss: PgBoss) => Promise<QueueResult | null>): Shared<boolean> {
    return new Shared((signal) =>
      this.#transactions
        .aside(signal, look)
        .then((queue) => this.#admit(queue))
        .finally(() => this.#sought.delete(name)),
    );
  }

  #admit(queue: QueueResult | null): boolean {
    if (queue === null) return false;
    assertOurs(queue);
    if (!this.#known.has(queue.name)) this.#known.set(queue.name, Number.NEGATIVE_INFINITY);
    return true;
  }
}

const noJob = '00000000-0000-8000-8000-000000000000';

/**
 * Finds a queue, and lets the engine keep what it knows of it: it would ask for it with a further connection while a
 * transaction has one, and where all have one, all would wait for each other.
 */
async function find(boss: PgBoss, name: string): Promise<QueueResult | null> {
  const queue = await boss.getQueue(name);
  if (queue !== null) await boss.findJobs(name, { id: noJob, limit: 1 });
  return queue;
}

function assertOurs({ name, policy: found }: QueueResult): void {
  if (found === policy) return;
  throw new DriverFailure({
    code: 'config_invalid',
    message: `The queue ${name} of this schema was made by something else: its policy is ${found}, not ${policy}.`,
  });
}
