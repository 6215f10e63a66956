import type { Clock } from '@patchbay/core';
import { cryptoBusy, watchCrypto } from './crypto-work.ts';
import { type Settled, type SettleOptions, settle } from './settle.ts';
import { timeline } from './timeline.ts';
import { realTurn } from './turns.ts';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** How many timers wait. */
  readonly timers: number;
  /** Milliseconds until the next timer is due, or `undefined` when none waits. */
  next(): number | undefined;
  /** Moves time on, runs due timers in order, and lets promises and WebCrypto settle after each of them. */
  advance(ms: number): Promise<void>;
  /** Moves only the wall clock, as a correction by NTP does. Timers and `monotonic()` do not notice. */
  jump(ms: number): void;
  /**
   * Drives time until the promise settles, and never rejects because the promise did.
   *
   * Time moves only when nothing real is under way: see {@link SettleOptions.busy}.
   * Load lazy code first (`await facade.native()`): a module that is still loading is invisible here.
   *
   * @throws Error when nothing can ever settle the promise, or after `guardMs` of real time.
   */
  settle<T>(promise: PromiseLike<T>, options?: SettleOptions): Promise<Settled<T>>;
}

/** Where a virtual clock begins, and what it waits for. */
export interface VirtualClockOptions {
  /** Wall time at the beginning: epoch milliseconds or a date. Default: 2026-01-01T00:00:00Z. */
  readonly start?: number | Date;
  /** Real work that every `settle` waits for, beside its own `busy`: `pendingFiles` of `@patchbay/testing/node`. */
  readonly busy?: () => boolean;
}

/**
 * A clock for tests: deadlines, backoff and breakers run in virtual time, requests in real time.
 *
 * @example
 * const clock = virtualClock();
 * const result = await clock.settle(payments.create(input, options), {
 *   busy: () => recorder.inFlight > server.held,
 * });
 * result.elapsedMs; // exactly the backoff that the policy chose
 */
export function virtualClock(options: VirtualClockOptions = {}): VirtualClock {
  let wallAtZero = Number(options.start ?? Date.UTC(2026, 0, 1));
  const time = timeline();
  watchCrypto();
  return {
    now: () => Math.floor(wallAtZero + time.elapsed),
    monotonic: () => time.elapsed,
    after: (delayMs, run) => time.add(delayMs, run),
    get timers() {
      return time.timers;
    },
    next: () => time.next(),
    async advance(ms) {
      const until = time.elapsed + Math.max(0, ms);
      // Code that was just started gets to set its timers first.
      do {
        do await realTurn();
        while (cryptoBusy());
      } while (time.step(until));
      time.moveTo(until);
    },
    jump(ms) {
      wallAtZero += ms;
    },
    settle: (promise, { busy, guardMs } = {}) =>
      settle(time, promise, {
        busy: () => options.busy?.() === true || busy?.() === true,
        ...(guardMs !== undefined && { guardMs }),
      }),
  };
}
