import { type CallOptions, IntegrationError, type Interceptor, type OperationInfo } from '@patchbay/core';
import { isLost, type StateBase } from './base.ts';

/** How often something may be done by all who share the store. */
export interface SharedLimit {
  /** So often in a window, 1 or more. The window begins with the first time. */
  readonly most: number;
  /** Length of a window, in milliseconds. */
  readonly windowMs: number;
}

/** Whether something may be done now. */
export interface Taken {
  readonly isAllowed: boolean;
  /** How often it may still be done in this window. */
  readonly left: number;
  /** Until the next window, in milliseconds; absent where it is allowed. */
  readonly retryAfterMs?: number;
}

/** How the calls of a facade share a limit. */
export interface CallLimit extends SharedLimit {
  /** How long a call may wait for the next window, in milliseconds. Default: 0. */
  readonly waitMs?: number;
}

/** Takes one of the times that there are in this window. */
export async function take(
  { operations, kit }: StateBase,
  name: string,
  { most, windowMs }: SharedLimit,
  options?: CallOptions,
): Promise<Taken> {
  const key = `limit:${name}`;
  const { value } = await operations.increment({ key, ttlMs: windowMs }, options);
  if (value <= most) return { isAllowed: true, left: most - value };
  const end = (await operations.get(key, options))?.expiresAt?.getTime() ?? kit.clock.now();
  // The store's clock may be another than ours, but it keeps nothing for longer than a window.
  const retryAfterMs = Math.min(Math.max(1, end - kit.clock.now()), windowMs);
  return { isAllowed: false, left: 0, retryAfterMs };
}

/** Middleware for the facade whose calls share a limit. */
export function rateLimit(base: StateBase, name: string, limit: CallLimit): Interceptor {
  return {
    async around(operation, next) {
      await admit(base, name, limit, operation);
      return next();
    },
  };
}

async function admit(
  base: StateBase,
  name: string,
  { waitMs = 0, ...limit }: CallLimit,
  operation: OperationInfo,
): Promise<void> {
  const { clock } = base.kit;
  const until = clock.monotonic() + waitMs;
  for (;;) {
    const { isAllowed, retryAfterMs = limit.windowMs } = await take(base, name, limit).catch(openHanded);
    if (isAllowed) return;
    if (clock.monotonic() + retryAfterMs > until) throw tooMany(name, operation, retryAfterMs);
    await new Promise<void>((resolve) => void clock.after(retryAfterMs, resolve));
  }
}

/** A store that is away must not take what it only counts down with it. */
function openHanded(error: unknown): Taken {
  if (IntegrationError.is(error) && (isLost(error) || error.retryable)) return { isAllowed: true, left: 0 };
  throw error;
}

function tooMany(
  name: string,
  { category, provider, integration, operation }: OperationInfo,
  retryAfterMs: number,
): IntegrationError {
  return new IntegrationError({
    code: 'rate_limited',
    message: `${operation} at ${provider}: the shared limit ${name} is used up.`,
    hint: `Try again in ${retryAfterMs} ms, or raise the limit.`,
    outcome: 'not_applied',
    retryAfterMs,
    category,
    provider,
    integration,
    operation,
  });
}
