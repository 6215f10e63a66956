import type { Clock } from '@patchbay/core';

/** What keeps an endpoint that is slow or down from holding up the others, in this process. */
export interface GateOptions {
  /** Tries of one endpoint at a time; as many more may wait for a moment. */
  readonly concurrency: number;
  /** So many failures in a row open the circuit. */
  readonly failures: number;
  /** How long it stays open at first, in milliseconds; twice as long each time, up to ten minutes. */
  readonly openMs: number;
}

/** What a try told of its endpoint. `restMs`: how long it asked to be left alone. */
export interface TryOutcome {
  readonly isFailure: boolean;
  readonly restMs?: number;
}

/** The right to try, to be given back with what came of it; `undefined`: the try told nothing. */
export interface Pass {
  leave(outcome: TryOutcome | undefined): void;
}

/** How long to wait before asking again. */
export interface Wait {
  readonly waitMs: number;
}

const longestOpenMs = 10 * 60_000;
/** After so long another look is worth it where only other tries are in the way. */
const busyMs = 1000;

/** One gate per endpoint, as long as there is something to know about it. */
export class Gates {
  readonly #gates = new Map<string, Gate>();
  readonly #options: GateOptions;
  readonly #clock: Clock;

  constructor(options: GateOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** A pass, at once or after a moment in line, or how long to stay away. */
  async enter(endpointId: string): Promise<Pass | Wait> {
    const gate = this.#gates.get(endpointId) ?? new Gate(this.#options, this.#clock);
    this.#gates.set(endpointId, gate);
    const wait = await gate.enter();
    if (wait !== undefined) return wait;
    return {
      leave: (outcome) => {
        gate.leave(outcome);
        if (gate.isIdle) this.#gates.delete(endpointId);
      },
    };
  }
}

class Gate {
  readonly #options: GateOptions;
  readonly #clock: Clock;
  readonly #line: (() => void)[] = [];
  #running = 0;
  /** Those in line, and those who were called from it and have not looked yet. */
  #waiting = 0;
  #failures = 0;
  #openMs: number;
  /** By the monotonic clock. */
  #closedUntil = -Infinity;

  constructor(options: GateOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#openMs = options.openMs;
  }

  /** There is nothing to know about it. */
  get isIdle(): boolean {
    return this.#running === 0 && this.#failures === 0 && this.#waiting === 0;
  }

  async enter(): Promise<Wait | undefined> {
    this.#waiting += 1;
    const isInTime = this.#isFree || this.#leftMs > 0 || (await this.#standInLine());
    this.#waiting -= 1;
    if (this.#leftMs > 0) return { waitMs: this.#leftMs };
    if (!isInTime || !this.#isFree) return { waitMs: busyMs };
    this.#running += 1;
    return undefined;
  }

  leave(outcome: TryOutcome | undefined): void {
    this.#running -= 1;
    if (outcome !== undefined) this.#record(outcome);
    if (this.#leftMs > 0) for (const wake of this.#line.splice(0)) wake();
    else this.#line.shift()?.();
  }

  get #leftMs(): number {
    return this.#closedUntil - this.#clock.monotonic();
  }

  /** After failures one try finds out whether the endpoint is up again. */
  get #isFree(): boolean {
    const { failures, concurrency } = this.#options;
    return this.#running < (this.#failures >= failures ? 1 : concurrency);
  }

  /** False where the line is too long, or does not move. */
  #standInLine(): Promise<boolean> {
    if (this.#line.length >= this.#options.concurrency) return Promise.resolve(false);
    return new Promise((resolve) => {
      const cancel = this.#clock.after(busyMs, () => {
        this.#line.splice(this.#line.indexOf(wake), 1);
        resolve(false);
      });
      const wake = (): void => {
        cancel();
        resolve(true);
      };
      this.#line.push(wake);
    });
  }

  #record({ isFailure, restMs = 0 }: TryOutcome): void {
    if (!isFailure) {
      this.#failures = 0;
      this.#openMs = this.#options.openMs;
      this.#closedUntil = -Infinity;
      return;
    }
    this.#failures += 1;
    const isOpening = this.#failures >= this.#options.failures;
    const closedMs = Math.max(Math.min(restMs, longestOpenMs), isOpening ? this.#openMs : 0);
    if (isOpening) this.#openMs = Math.min(this.#openMs * 2, longestOpenMs);
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.monotonic() + closedMs);
  }
}
