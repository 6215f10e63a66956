import type { Clock } from '../clock.ts';
import type { Policy } from './policy.ts';

/** Room for attempts in flight. A retry that waits holds no place. */
export interface Bulkhead {
  readonly inFlight: number;
  /** `true`: a place is taken. `false`: even the queue is full. A promise: wait for a place. */
  enter(signal: AbortSignal | undefined): boolean | Promise<boolean>;
  leave(): void;
}

const unlimited: Bulkhead = { inFlight: 0, enter: () => true, leave: () => {} };

export function createBulkhead(options: Policy['bulkhead']): Bulkhead {
  if (options === false) return unlimited;
  const waiting = new Set<() => void>();
  let inFlight = 0;
  return {
    get inFlight() {
      return inFlight;
    },
    enter(signal) {
      if (inFlight < options.concurrent) {
        inFlight += 1;
        return true;
      }
      return waiting.size >= options.queue ? false : waitForPlace(waiting, signal);
    },
    leave() {
      const [next] = waiting;
      if (next === undefined) inFlight -= 1;
      else next(); // the place passes on: `inFlight` stays
    },
  };
}

/** Resolves `true` with a place, `false` when the caller gave up. */
function waitForPlace(waiting: Set<() => void>, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (entered: boolean): void => {
      waiting.delete(admitted);
      signal?.removeEventListener('abort', gaveUp);
      resolve(entered);
    };
    const admitted = (): void => finish(true);
    const gaveUp = (): void => finish(false);
    waiting.add(admitted);
    signal?.addEventListener('abort', gaveUp, { once: true });
  });
}

/** Spaces attempts out. */
export interface RateLimiter {
  /** Takes a place and says how long to wait for it; `undefined` when it lies beyond `longestMs`. */
  reserve(longestMs: number): number | undefined;
}

export function createRateLimiter(options: Policy['rateLimit'], clock: Clock): RateLimiter {
  if (options === false) return { reserve: () => 0 };
  const intervalMs = 1000 / options.perSecond;
  const burstMs = (options.burst - 1) * intervalMs;
  let due = clock.monotonic(); // when the next attempt would go if all were evenly spaced
  return {
    reserve(longestMs) {
      const now = clock.monotonic();
      const start = Math.max(due, now);
      const waitMs = Math.max(0, start - burstMs - now);
      if (waitMs > longestMs) return undefined;
      due = start + intervalMs;
      return waitMs;
    },
  };
}
