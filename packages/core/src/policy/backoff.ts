import type { Random } from '../clock.ts';
import type { Failure } from '../failure.ts';
import type { Policy } from './policy.ts';

/**
 * Milliseconds to wait before the attempt after number `attempt`: full jitter, and never less than the vendor asks.
 */
export function backoffMs(policy: Policy, failure: Failure, attempt: number, random: Random): number {
  const { baseMs, throttledBaseMs, maxMs } = policy.retry;
  const base = failure.code === 'rate_limited' ? throttledBaseMs : baseMs;
  const jittered = random() * Math.min(maxMs, base * 2 ** (attempt - 1));
  return Math.max(jittered, failure.retryAfterMs ?? 0);
}

/** A bucket that pays for retries; successes refill it one by one. */
export interface Budget {
  /** Takes the price of one retry; `false` when there is not enough left. */
  take(failure: Failure): boolean;
  refill(): void;
}

export function createBudget(options: Policy['budget']): Budget {
  if (options === false) return { take: () => true, refill: () => {} };
  let left = options.capacity;
  return {
    take(failure) {
      const price = failure.code === 'rate_limited' ? options.throttledCost : options.cost;
      if (left < price) return false;
      left -= price;
      return true;
    },
    refill() {
      if (left < options.capacity) left += 1;
    },
  };
}
