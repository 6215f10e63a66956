import type { ClaimedJob } from '../job.ts';
import { abortReason, type Bench, callSafely, delayOf, mayHelpLater } from './bench.ts';
import { toErrorText } from './error-text.ts';
import { Hold } from './hold.ts';
import { backoffMs, mostCutOff } from './schedule.ts';
import { Bell } from './waiting.ts';

/** How a try ended. */
type End = { readonly isDone: true } | { readonly isDone: false; readonly error: unknown };

const firstPauseMs = 200;

/** One job in work, from the claim until the store knows how it ended. */
export class Hand {
  /** Settles when nothing of it is left; never rejects. */
  readonly done: Promise<void>;
  readonly #bench: Bench;
  readonly #job: ClaimedJob;
  readonly #hold: Hold;
  readonly #stop = new AbortController();
  readonly #interruption = new Bell();
  #isInterrupted = false;
  #isTelling = false;
  #isLeft = false;

  constructor(bench: Bench, job: ClaimedJob, since: number) {
    this.#bench = bench;
    this.#job = job;
    const { operations, kit, settings, report } = bench;
    const { leaseMs } = settings;
    this.#hold = new Hold({
      clock: kit.clock,
      leaseMs,
      since,
      renew: (deadlineMs) => operations.renew({ ...heldBy(job), leaseMs }, { deadlineMs }),
      onError: report,
      onLost: () => this.#stop.abort(abortReason(bench, 'lost')),
    });
    this.done = this.#work();
  }

  /** Aborts the handler’s signal: the worker is closed. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#interruption.ring();
    this.#stop.abort(abortReason(this.#bench, 'closed'));
  }

  /** Gives the job back although its handler goes on; what that comes to is not told. */
  async leave(): Promise<void> {
    if (this.#isTelling) return this.done;
    this.#isLeft = true;
    this.#hold.stop();
    await giveBack(this.#bench, this.#job);
  }

  async #work(): Promise<void> {
    const end = await this.#try();
    if (this.#isLeft) return;
    this.#isTelling = true;
    await this.#tell(end);
    this.#hold.stop();
    if (this.#job.orderingKey !== undefined) this.#bench.wake(); // the next one of its key may run
  }

  async #try(): Promise<End> {
    const { settings } = this.#bench;
    const job = this.#job;
    try {
      if (this.#wasCutOffTooOften()) throw new Error(`Begun ${job.attempt - 1} times, and given up.`);
      await settings.handler(job, { signal: this.#stop.signal });
      return { isDone: true };
    } catch (error) {
      return { isDone: false, error };
    }
  }

  /** A job that ends its process every time would never be given up by what its handler throws. */
  #wasCutOffTooOften(): boolean {
    const attempt = this.#job.attempt - 1;
    const error = new Error('The try was cut off.');
    return (
      attempt >= mostCutOff && delayOf(this.#bench, { job: { ...this.#job, attempt }, error }) === 'never'
    );
  }

  async #tell(end: End): Promise<void> {
    const { operations, settings, report } = this.#bench;
    const held = heldBy(this.#job);
    if (end.isDone) {
      await this.#untilTold(() => operations.complete(held));
      return;
    }
    if (this.#isInterrupted) return giveBack(this.#bench, this.#job);
    const failed = { job: this.#job, error: end.error };
    const error = toErrorText(end.error);
    const delayMs = delayOf(this.#bench, failed);
    if (delayMs !== 'never') {
      await this.#untilTold(() => operations.retry({ ...held, delayMs, error }));
      return;
    }
    const isBuried = await this.#untilTold(() => operations.bury({ ...held, error }));
    if (isBuried) callSafely(() => settings.onDead?.(failed), report);
  }

  /**
   * Tells the store as long as the job is held, so that a store that is away for a moment does not mean a second run.
   * One telling is worth a try also after that: the token keeps what is another’s safe.
   */
  async #untilTold(tell: () => Promise<boolean>): Promise<boolean> {
    const { kit, report } = this.#bench;
    for (let failures = 0; !this.#hold.isAnothers; failures += 1) {
      try {
        return await tell();
      } catch (error) {
        report(error);
        if (!mayHelpLater(error) || this.#hold.isLost || this.#isInterrupted) return false;
        await this.#interruption.wait(kit.clock, backoffMs(firstPauseMs, failures, kit.random));
      }
    }
    return false;
  }
}

/** Gives a job back that was not worked at to its end: nobody has to wait for its lease. */
export async function giveBack({ operations, report, wake }: Bench, job: ClaimedJob): Promise<void> {
  const error = 'The worker was closed before the job was done.';
  await operations.retry({ ...heldBy(job), delayMs: 0, error }).catch(report);
  wake();
}

function heldBy({ queue, id, token }: ClaimedJob) {
  return { queue, id, token };
}
