import { jobsLimits } from '../limits.ts';
import type { JobsBase } from '../methods.ts';
import type { JobHandler, Worker, WorkOptions } from '../worker.ts';
import { type Bench, callSafely, isClosed } from './bench.ts';
import { giveBack, Hand } from './hand.ts';
import { backoffMs } from './schedule.ts';
import { toSettings } from './settings.ts';
import { Bell, endsWithin } from './waiting.ts';

/** What a worker is given by its facade. */
export interface WorkInput {
  readonly queue: string;
  readonly handler: JobHandler;
  readonly options: WorkOptions;
  /** Has a function called whenever the facade made work of the queue; the answer ends that. */
  readonly listen: (waker: () => void) => () => void;
  /** Wakes all workers of the queue on this facade. */
  readonly wake: () => void;
}

const usualGraceMs = 10_000;
/** So long handlers may clean up after their signal has aborted. */
const lastMomentMs = 1000;

/** Begins to work at a queue. */
export function work(base: JobsBase, { queue, handler, options, listen, wake }: WorkInput): Worker {
  const settings = toSettings(base.integration, queue, handler, options);
  const report = (error: unknown): void =>
    callSafely(
      () => settings.onError?.(error),
      () => undefined,
    );
  const shop = new Workshop({ ...base, settings, wake, report });
  const forget = listen(() => shop.news.ring());
  const ended = shop.run().finally(forget);
  let closing: Promise<void> | undefined;
  const close = (graceMs = usualGraceMs): Promise<void> => (closing ??= shop.close(graceMs, ended));
  return { close, [Symbol.asyncDispose]: () => close() };
}

/** The hands of one worker, and the loop that finds work for them. */
class Workshop {
  /** There may be work. */
  readonly news = new Bell();
  readonly #freed = new Bell();
  readonly #closed = new Bell();
  readonly #bench: Bench;
  readonly #hands = new Set<Hand>();
  #isClosing = false;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Until it is closed. */
  async run(): Promise<void> {
    const { settings, kit } = this.#bench;
    let failures = 0;
    while (!this.#isClosing) {
      const free = Math.min(settings.concurrency - this.#hands.size, jobsLimits.claimed);
      if (free <= 0) {
        await this.#freed.wait(kit.clock);
        continue;
      }
      const found = await this.#claim(free);
      failures = found === undefined ? failures + 1 : 0;
      if (found === free || this.#isClosing) continue;
      if (failures > 0) await this.#closed.wait(kit.clock, backoffMs(settings.pollMs, failures, kit.random));
      else await this.news.wait(kit.clock, settings.pollMs * (0.75 + kit.random() / 2));
    }
  }

  /** Takes no more jobs, waits for those under way, and gives back what takes too long. */
  async close(graceMs: number, ended: Promise<void>): Promise<void> {
    this.#close();
    const { clock } = this.#bench.kit;
    const allDone = ended.then(() => this.#allDone());
    if (!(await endsWithin(clock, graceMs, allDone))) {
      for (const hand of this.#hands) hand.interrupt();
      await endsWithin(clock, lastMomentMs, allDone);
      await Promise.all([...this.#hands].map((hand) => hand.leave()));
    }
    await ended;
  }

  #close(): void {
    this.#isClosing = true;
    this.news.ring();
    this.#freed.ring();
    this.#closed.ring();
  }

  async #allDone(): Promise<void> {
    await Promise.all([...this.#hands].map(({ done }) => done));
  }

  /** How many jobs were found; `undefined` where the store failed. */
  async #claim(limit: number): Promise<number | undefined> {
    const { operations, settings, kit, report } = this.#bench;
    const { queue, leaseMs } = settings;
    const since = kit.clock.monotonic();
    try {
      const jobs = await operations.claim({ queue, limit, leaseMs });
      if (this.#isClosing) await Promise.all(jobs.map((job) => giveBack(this.#bench, job)));
      else for (const job of jobs) this.#begin(new Hand(this.#bench, job, since));
      return jobs.length;
    } catch (error) {
      report(error);
      if (isClosed(error)) this.#close();
      return undefined;
    }
  }

  #begin(hand: Hand): void {
    this.#hands.add(hand);
    void hand.done.then(() => {
      this.#hands.delete(hand);
      this.#freed.ring();
    });
  }
}
