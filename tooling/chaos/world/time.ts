import type { Clock } from '@patchbay/core';
import type { Line } from './line.ts';
import { isPending, turns } from './turns.ts';

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/** More steps than any script has: it goes round in circles. */
const mostTimers = 20_000;
/** Longest that something may be under way while no time passes, in real milliseconds. */
const patienceMs = 30_000;
const wallAtZero = Date.UTC(2026, 0, 1);

/** The true time of a world. It stands still until it is driven. */
export class Time implements Clock {
  #elapsed = 0;
  #ran = 0;
  readonly #waiting = new Set<Timer>();
  readonly #quietTurns: number;
  readonly #line: Pick<Line, 'isBusy'>;

  constructor(line: Pick<Line, 'isBusy'>) {
    this.#line = line;
    // Over sockets more turns pass until both ends know of an end.
    this.#quietTurns = line.isBusy === undefined ? 3 : 6;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  now(): number {
    return wallAtZero + this.#elapsed;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { due: this.#elapsed + Math.max(0, delayMs || 0), run };
    this.#waiting.add(timer);
    return () => void this.#waiting.delete(timer);
  }

  /** Resolves after so long. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    do await this.quiet();
    while (this.#step(until));
    this.#elapsed = until;
  }

  /** Lets time pass until it is so, or no timer waits; tells whether it is so. */
  async until(isSo: () => boolean): Promise<boolean> {
    do {
      await this.quiet();
      if (isSo()) return true;
    } while (this.#step(Number.POSITIVE_INFINITY));
    return false;
  }

  /** Until nothing happens any more without time passing. */
  async quiet(): Promise<void> {
    const startedAt = performance.now();
    for (let calm = 0; calm < this.#quietTurns; ) {
      await turns(1);
      calm = isPending() || this.#line.isBusy?.() ? 0 : calm + 1;
      if (calm === 0 && performance.now() - startedAt > patienceMs)
        throw new Error('Something goes on and on while no time passes.');
    }
  }

  #step(until: number): boolean {
    let next: Timer | undefined;
    for (const timer of this.#waiting) if (next === undefined || timer.due < next.due) next = timer;
    if (next === undefined || next.due > until) return false;
    if ((this.#ran += 1) > mostTimers)
      throw new Error('Timers keep coming: something polls the clock for ever.');
    this.#waiting.delete(next);
    this.#elapsed = Math.max(this.#elapsed, next.due);
    next.run();
    return true;
  }
}

/** The clock of one process: its wall clock may be wrong, and with the process its timers end. */
export class ProcessClock implements Clock {
  readonly #time: Time;
  readonly #offMs: () => number;
  readonly #cancels = new Set<() => void>();
  #isOver = false;

  constructor(time: Time, offMs: () => number) {
    this.#time = time;
    this.#offMs = offMs;
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#cancels.size;
  }

  now(): number {
    return Math.floor(this.#time.now() + this.#offMs());
  }

  monotonic(): number {
    return this.#time.monotonic();
  }

  after(delayMs: number, run: () => void): () => void {
    if (this.#isOver) return () => {};
    const stop = this.#time.after(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    const cancel = (): void => {
      this.#cancels.delete(cancel);
      stop();
    };
    this.#cancels.add(cancel);
    return cancel;
  }

  end(): void {
    this.#isOver = true;
    for (const cancel of this.#cancels) cancel(); // each takes itself out, which a set allows
  }
}
