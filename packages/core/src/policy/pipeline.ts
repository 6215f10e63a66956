import type { Clock, Random } from '../clock.ts';
import type { IdempotencySupport } from '../contract.ts';
import type { Failure } from '../failure.ts';
import type { TransportControl } from '../transport.ts';
import { type Bulkhead, createBulkhead, createRateLimiter, type RateLimiter } from './admission.ts';
import { type Budget, createBudget } from './backoff.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { Policy } from './policy.ts';

/** Who calls: what every error and record of an instance says of itself. */
export interface Identity {
  readonly category: string;
  readonly provider: string;
  /** The instance's name. */
  readonly integration: string;
}

/** What all calls of one instance share. */
export interface Pipeline {
  readonly identity: Identity;
  readonly policy: Policy;
  readonly idempotency: IdempotencySupport;
  readonly clock: Clock;
  readonly random: Random;
  readonly control: TransportControl;
  readonly breaker: Breaker;
  readonly budget: Budget;
  readonly rateLimiter: RateLimiter;
  readonly bulkhead: Bulkhead;
  /** The adapter's mapping; `undefined` for an error that it does not know. */
  readonly toFailure: (thrown: unknown) => Failure | undefined;
  /** When the vendor last answered, and last failed, in epoch milliseconds. */
  readonly seen: { successAt?: number; faultAt?: number };
}

type Given = Pick<
  Pipeline,
  'identity' | 'policy' | 'idempotency' | 'clock' | 'random' | 'control' | 'toFailure'
>;

/** Sets up the shared parts of one instance. */
export function createPipeline(given: Given): Pipeline {
  const { policy, clock } = given;
  return {
    ...given,
    breaker: createBreaker(policy.breaker, clock),
    budget: createBudget(policy.budget),
    rateLimiter: createRateLimiter(policy.rateLimit, clock),
    bulkhead: createBulkhead(policy.bulkhead, clock),
    seen: {},
  };
}
