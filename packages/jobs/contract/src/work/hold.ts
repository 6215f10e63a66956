import type { Clock } from '@patchbay/core';

/** What is needed to hold a job. */
export interface Holding {
  readonly clock: Clock;
  readonly leaseMs: number;
  /** When it was asked for, by the monotonic clock: the lease began later. */
  readonly since: number;
  /** Holds it for its time again. */
  readonly renew: (deadlineMs: number) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  /** Called once, when it is lost. */
  readonly onLost: () => void;
}

/** Renews a lease at a third of its time. What is not known to be held when its time has passed, is lost. */
export class Hold {
  readonly #holding: Holding;
  #until: number;
  #isAnothers = false;
  #isOver = false;
  #cancel = (): void => {};

  constructor(holding: Holding) {
    this.#holding = holding;
    this.#until = holding.since + holding.leaseMs;
    this.#plan();
  }

  /** The store has said so: nothing that we tell it about the job counts. */
  get isAnothers(): boolean {
    return this.#isAnothers;
  }

  /** Another may have it. Timers do not say so where the work has blocked the process. */
  get isLost(): boolean {
    return this.#isAnothers || this.#holding.clock.monotonic() >= this.#until;
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #plan(): void {
    const { clock, leaseMs } = this.#holding;
    const delayMs = Math.max(0, Math.min(leaseMs / 3, this.#until - clock.monotonic()));
    this.#cancel = clock.after(delayMs, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { clock, leaseMs, renew, onError } = this.#holding;
    const from = clock.monotonic();
    if (from >= this.#until) return this.#lose();
    const isHeld = await renew(this.#until - from).catch(onError); // then nobody knows
    if (this.#isOver) return;
    if (isHeld === true) this.#until = from + leaseMs;
    this.#isAnothers = isHeld === false;
    if (this.isLost) this.#lose();
    else this.#plan();
  }

  #lose(): void {
    this.#isOver = true;
    this.#holding.onLost();
  }
}
