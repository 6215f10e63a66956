/** How one instance behaves under failure. Every field has a default; `false` switches a part off. */
export interface PolicyOptions {
  /** Longest a whole call may take, retries and waits included. Default 30 000 ms. */
  readonly deadlineMs?: number;
  /** Longest one attempt may take. Default 10 000 ms. */
  readonly timeoutMs?: number;
  /** The same for writes of money, which vendors answer slowly. Default 30 000 ms. */
  readonly moneyTimeoutMs?: number;
  readonly retry?: RetryOptions | false;
  readonly breaker?: BreakerOptions | false;
  /** Off unless given: vendors' limits differ per account. */
  readonly rateLimit?: RateLimitOptions | false;
  readonly bulkhead?: BulkheadOptions | false;
}

/** How often and how soon a failed attempt is repeated, where its outcome allows it. */
export interface RetryOptions {
  /** Attempts in all, 1 to 5. Default 3. */
  readonly attempts?: number;
  /** Full jitter: a random wait below `baseMs * 2 ** (attempt - 1)`. Default 100 ms. */
  readonly baseMs?: number;
  /** The same after `rate_limited` without `Retry-After`. Default 1 000 ms. */
  readonly throttledBaseMs?: number;
  /** Longest wait that is not asked for by the vendor. Default 5 000 ms. */
  readonly maxMs?: number;
  /** Retries are paid from a bucket that successes refill, so an outage is not amplified. */
  readonly budget?:
    | { readonly capacity?: number; readonly cost?: number; readonly throttledCost?: number }
    | false;
}

/** When calls fail at once with `overloaded` because the vendor is down; declines never count. */
export interface BreakerOptions {
  /** Share of vendor faults that opens the circuit. Default 0.5. */
  readonly ratio?: number;
  /** Calls in the window before the ratio counts. Default 20. */
  readonly minimumCalls?: number;
  /** Default 30 000 ms. */
  readonly windowMs?: number;
  /** First time that the circuit stays open; grows by half each time, up to `maxOpenMs`. Default 10 000 ms. */
  readonly openMs?: number;
  /** Default 120 000 ms. */
  readonly maxOpenMs?: number;
}

/** How many attempts may start per second; the others wait. */
export interface RateLimitOptions {
  readonly perSecond: number;
  /** Requests that may go at once after a pause. Default `perSecond`, at least 1. */
  readonly burst?: number;
}

/** How many attempts may be under way at once; further ones wait, then fail with `overloaded`. */
export interface BulkheadOptions {
  /** Attempts in flight at once. Default 50. */
  readonly concurrent?: number;
  /** Attempts that wait for a place. Default 200. */
  readonly queue?: number;
}

type Resolved<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

export interface Policy {
  readonly deadlineMs: number;
  readonly timeoutMs: number;
  readonly moneyTimeoutMs: number;
  readonly retry: Resolved<Omit<RetryOptions, 'budget'>>;
  readonly budget:
    | { readonly capacity: number; readonly cost: number; readonly throttledCost: number }
    | false;
  readonly breaker: Resolved<BreakerOptions> | false;
  readonly rateLimit: Resolved<RateLimitOptions> | false;
  readonly bulkhead: Resolved<BulkheadOptions> | false;
}

/** The longest that a timer can wait: 24.8 days. */
export const longestMs = 2 ** 31 - 1;

const retryDefaults = { attempts: 3, baseMs: 100, throttledBaseMs: 1000, maxMs: 5000 };
const budgetDefaults = { capacity: 100, cost: 10, throttledCost: 5 };
const breakerDefaults = {
  ratio: 0.5,
  minimumCalls: 20,
  windowMs: 30_000,
  openMs: 10_000,
  maxOpenMs: 120_000,
};
const bulkheadDefaults = { concurrent: 50, queue: 200 };

/**
 * Fills in the defaults.
 * @throws `RangeError` when a figure is no positive number that a timer can keep, or `attempts` is above 5.
 */
export function resolvePolicy(options: PolicyOptions = {}): Policy {
  const { budget, ...retry } = options.retry === false ? { attempts: 1 } : (options.retry ?? {});
  const { rateLimit = false } = options;
  const policy: Policy = {
    deadlineMs: options.deadlineMs ?? 30_000,
    timeoutMs: options.timeoutMs ?? 10_000,
    moneyTimeoutMs: options.moneyTimeoutMs ?? 30_000,
    retry: filled(retryDefaults, retry),
    budget: budget !== false && filled(budgetDefaults, budget),
    breaker: options.breaker !== false && filled(breakerDefaults, options.breaker),
    rateLimit: rateLimit !== false && {
      perSecond: rateLimit.perSecond,
      burst: rateLimit.burst ?? Math.max(1, rateLimit.perSecond),
    },
    bulkhead: options.bulkhead !== false && filled(bulkheadDefaults, options.bulkhead),
  };
  assertPositive('policy', policy);
  if (!Number.isInteger(policy.retry.attempts) || policy.retry.attempts > 5) {
    throw new RangeError(
      `policy.retry.attempts is ${policy.retry.attempts}; give a whole number from 1 to 5.`,
    );
  }
  return policy;
}

/** The defaults below what is given; a figure given as `undefined` is not given. */
function filled<T extends object>(defaults: T, given: Partial<T> = {}): T {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(entries) };
}

const mayBeZero: ReadonlySet<string> = new Set([
  'queue',
  'baseMs',
  'throttledBaseMs',
  'maxMs',
  'cost',
  'throttledCost',
]);

function assertPositive(path: string, figures: object): void {
  for (const [name, value] of Object.entries<unknown>({ ...figures })) {
    if (typeof value === 'object' && value !== null) assertPositive(`${path}.${name}`, value);
    else if (value !== false && !isFigure(value) && !(value === 0 && mayBeZero.has(name))) {
      throw new RangeError(
        `${path}.${name} is ${String(value)}; give a positive number, at most ${longestMs}.`,
      );
    }
  }
}

/** A positive number that a timer can keep. */
export function isFigure(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= longestMs;
}
