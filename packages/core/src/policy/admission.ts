import type { Clock } from '../clock.ts';
import { pause, type WaitEnd } from './attempt.ts';
import type { Policy } from './policy.ts';

/** Room for attempts in flight. A retry that waits holds no place. */
export interface Bulkhead {
  readonly inFlight: number;
  /** `true`: a place is taken. `false`: even the queue is full. A promise of `'turn'`: a place was waited for. */
  enter(signal: AbortSignal | undefined, longestMs: number): boolean | Promise<WaitEnd>;
  leave(): void;
}

const unlimited: Bulkhead = { inFlight: 0, enter: () => true, leave: () => {} };

export function createBulkhead(options: Policy['bulkhead'], clock: Clock): Bulkhead {
  if (options === false) return unlimited;
  const waiting = new Set<() => void>();
  let inFlight = 0;
  return {
    get inFlight() {
      return inFlight;
    },
    enter(signal, longestMs) {
      if (inFlight < options.concurrent) {
        inFlight += 1;
        return true;
      }
      return waiting.size < options.queue && pause(clock, longestMs, signal, waiting);
    },
    leave() {
      const [next] = waiting;
      if (next === undefined) inFlight -= 1;
      else next(); // the place passes on: `inFlight` stays
    },
  };
}

/** A place in the row of attempts. */
export interface Reservation {
  readonly waitMs: number;
  /** Gives the place to somebody else: the attempt is not made. */
  cancel(): void;
}

/** Spaces attempts out. */
export interface RateLimiter {
  /** Takes a place; `undefined` when it lies beyond `longestMs`. */
  reserve(longestMs: number): Reservation | undefined;
}

const atOnce: Reservation = { waitMs: 0, cancel: () => {} };

export function createRateLimiter(options: Policy['rateLimit'], clock: Clock): RateLimiter {
  if (options === false) return { reserve: () => atOnce };
  const intervalMs = 1000 / options.perSecond;
  const burstMs = Math.max(0, options.burst - 1) * intervalMs;
  let due = clock.monotonic(); // when the next attempt would go if all were evenly spaced
  let givenBack: readonly number[] = []; // places before `due`, earliest first
  return {
    reserve(longestMs) {
      const now = clock.monotonic();
      givenBack = givenBack.filter((place) => place >= now);
      const [place = Math.max(due, now)] = givenBack;
      const waitMs = Math.max(0, place - burstMs - now);
      if (waitMs >= longestMs) return undefined;
      if (givenBack.length > 0) givenBack = givenBack.slice(1);
      else due = place + intervalMs;
      const cancel = (): void => {
        givenBack = [...givenBack, place].sort((a, b) => a - b);
      };
      return { waitMs, cancel };
    },
  };
}
