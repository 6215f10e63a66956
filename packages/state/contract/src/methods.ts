import type { CallOptions, Interceptor } from '@patchbay/core';
import type { KeyMemory } from '@patchbay/core/ledger';
import type { StateBase } from './base.ts';
import { keyMemory } from './key-memory.ts';
import { type AcquireLease, acquire, type Lease } from './leases.ts';
import { type OnceOptions, once } from './once.ts';
import { type CallLimit, rateLimit, type SharedLimit, type Taken, take } from './shared-limit.ts';
import { type Held, type WithLease, withLease } from './with-lease.ts';

/** Leases: the right to do something alone. Their records begin with `lease`. */
export interface LeaseMethods {
  /** Takes a lease; `undefined` where another has it. */
  acquire(input: AcquireLease, options?: CallOptions): Promise<Lease | undefined>;
  /**
   * Runs work while a lease is held. It is renewed meanwhile, the work’s signal aborts when it is lost, and it is let
   * go of whatever happens.
   * @throws `IntegrationError` `conflict`: `lease_taken` where another has it and the work was not begun, `lease_lost`
   * where it was lost while the work ran, whatever the work came to. What the work throws otherwise is thrown on.
   * @example
   * await state.leases.with('nightly-report', { ttlMs: 30_000 }, async ({ signal, fence }) => report(signal, fence));
   */
  with<T>(name: string, options: WithLease, work: (held: Held) => Promise<T>): Promise<T>;
}

/** What the category offers over its operations, the same for every provider. @sealed */
export interface StateMethods {
  readonly leases: LeaseMethods;
  /**
   * The value of a key, computed by one of all callers in all processes; the others wait for it, and take over when its
   * time has passed or it fails. What the work throws is thrown to its own caller. Kept under `once:<key>`.
   * @example
   * const kept = { ttlMs: 3_000_000, leaseMs: 10_000 };
   * const token = await state.once('token:acme', (signal) => fetchToken(signal), kept);
   */
  once(key: string, work: (signal: AbortSignal) => Promise<string>, options: OnceOptions): Promise<string>;
  /**
   * The memory that a failover group and a ledger share over all processes. Its records begin with `prefix`. Default:
   * ''.
   * @example
   * const safe = withLedger(payments, stripe, { memory: state.keyMemory('shop:') });
   */
  keyMemory(prefix?: string): KeyMemory;
  /**
   * Takes one of the times that something may be done in a window by all who share the store. Around the end of a
   * window up to twice as many can come close together. Counted under `limit:<name>`.
   * @throws `IntegrationError` as `increment` and `get` do.
   * @example
   * const { isAllowed, retryAfterMs } = await state.take(`sign-in:${address}`, { most: 5, windowMs: 60_000 });
   */
  take(name: string, limit: SharedLimit, options?: CallOptions): Promise<Taken>;
  /**
   * Middleware by which the calls of a facade share a limit with all processes. It counts calls: leave room for the
   * attempts that the policy adds. Where the store is away, calls go on uncounted.
   *
   * A call beyond the limit waits for the next window, if that comes within `waitMs`; else it fails with
   * `rate_limited`.
   * @example
   * const interceptors = [state.rateLimit('stripe', { most: 80, windowMs: 1000, waitMs: 2000 })];
   * const payments = stripePayments({ secretKey }, { interceptors });
   */
  rateLimit(name: string, limit: CallLimit): Interceptor;
}

/** The methods over a provider’s operations. */
export function stateMethods(base: StateBase): StateMethods {
  return {
    leases: {
      acquire: (input, options) => acquire(base, input, options),
      with: (name, options, work) => withLease(base, name, options, work),
    },
    once: (key, work, options) => once(base, key, work, options),
    keyMemory: (prefix = '') => keyMemory(base, prefix),
    take: (name, limit, options) => take(base, name, limit, options),
    rateLimit: (name, limit) => rateLimit(base, name, limit),
  };
}
