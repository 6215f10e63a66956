import { type CallOptions, IntegrationError, type Interceptor, type OperationInfo } from '@patchbay/core';
import { isLost, type StateBase } from './base.ts';
import { stateLimits, whyNotKey } from './limits.ts';

/** How often something may be done by all who share the store. */
export interface SharedLimit {
  /** So often in a window: a whole number of 1 or more. The window begins with the first time. */
  readonly most: number;
  /** Length of a window, in whole milliseconds: 1 to ten years. */
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
  /** How long a call may wait for the next window, in milliseconds: at most 2 147 483 647. Default: 0. */
  readonly waitMs?: number;
}

/** Takes one of the times that there are in this window. */
export async function take(
  base: StateBase,
  name: string,
  limit: SharedLimit,
  options?: CallOptions,
): Promise<Taken> {
  assertLimit(base, 'take', name, limit);
  const { operations, kit } = base;
  const { most, windowMs } = limit;
  const key = keyOf(name);
  const { value } = await operations.increment({ key, ttlMs: windowMs }, options);
  if (value <= most) return { isAllowed: true, left: most - value };
  const end = (await operations.get(key, options))?.expiresAt?.getTime() ?? kit.clock.now();
  // The store's clock may be another than ours, but it keeps nothing for longer than a window.
  const retryAfterMs = Math.min(Math.max(1, end - kit.clock.now()), windowMs);
  return { isAllowed: false, left: 0, retryAfterMs };
}

/** Middleware for the facade whose calls share a limit. */
export function rateLimit(base: StateBase, name: string, limit: CallLimit): Interceptor {
  assertLimit(base, 'rateLimit', name, limit);
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

const keyOf = (name: string): string => `limit:${name}`;

const longestWaitMs = 2 ** 31 - 1; // no timer waits longer

/** @throws `IntegrationError` `invalid_request` that names every figure that makes no limit. */
function assertLimit(
  { integration }: StateBase,
  method: 'take' | 'rateLimit',
  name: string,
  { most, windowMs, waitMs = 0 }: CallLimit,
): void {
  const why = whyNotKey(keyOf(name));
  const problems = [
    ...(why === undefined ? [] : [`name: ${why}; expected a text of at most ${longestName} octets`]),
    ...whyNotWhole('most', most, { least: 1, most: Number.MAX_SAFE_INTEGER }),
    ...whyNotWhole('windowMs', windowMs, { least: 1, most: stateLimits.ttlMs }),
    ...whyNotWhole('waitMs', waitMs, { least: 0, most: longestWaitMs }),
  ];
  if (problems.length === 0) return;
  throw new IntegrationError({
    code: 'invalid_request',
    message: `state.${method} cannot count so. ${problems.join('. ')}.`,
    outcome: 'not_applied',
    category: integration.category,
    provider: integration.provider,
    integration: integration.name,
    operation: `state.${method}`,
  });
}

const longestName = stateLimits.keyBytes - keyOf('').length;

function whyNotWhole(
  field: string,
  found: unknown,
  { least, most }: { readonly least: number; readonly most: number },
): readonly string[] {
  if (Number.isSafeInteger(found) && Number(found) >= least && Number(found) <= most) return [];
  return [`${field}: found ${String(found)}; expected a whole number from ${least} to ${most}`];
}
