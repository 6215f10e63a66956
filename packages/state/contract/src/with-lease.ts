import { type CallOptions, type Clock, IntegrationError } from '@patchbay/core';
import { pause, type StateBase } from './base.ts';
import { acquire, type Lease } from './leases.ts';

/** How a lease is held while work runs. */
export interface WithLease extends Pick<CallOptions, 'signal'> {
  /** How long others wait for the lease after this process has died, in milliseconds. It is renewed in time. */
  readonly ttlMs: number;
  /** How long to wait for a lease that another has, in milliseconds. Default: 0. */
  readonly waitMs?: number;
}

/** What work under a lease is given. */
export interface Held {
  /** Aborts when the lease is lost, or when the caller’s signal does. */
  readonly signal: AbortSignal;
  /** See `Lease`. */
  readonly fence: number;
}

/** Runs work while a lease is held, renews it meanwhile, and lets go of it whatever happens. */
export async function withLease<T>(
  base: StateBase,
  name: string,
  options: WithLease,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const { clock } = base.kit;
  const { lease, since } = await waitFor(base, name, options);
  const keeping = keepAlive(clock, lease, { ttlMs: options.ttlMs, since });
  const signals = [keeping.signal, ...(options.signal === undefined ? [] : [options.signal])];
  try {
    const result = await work({ signal: AbortSignal.any(signals), fence: lease.fence });
    if (await letGo(lease, keeping)) return result;
  } catch (error) {
    if (await letGo(lease, keeping)) throw error;
  }
  throw refusal(base, 'lost', name);
}

/** Whether it was held until now: timers do not say so where the work blocked the process. */
async function letGo(lease: Lease, keeping: ReturnType<typeof keepAlive>): Promise<boolean> {
  const isLost = keeping.isLost();
  keeping.stop();
  const wasOurs = await lease.release().catch(() => undefined); // else it ends by itself
  return !isLost && wasOurs !== false;
}

async function waitFor(base: StateBase, name: string, { ttlMs, waitMs = 0, signal }: WithLease) {
  const { clock } = base.kit;
  const until = clock.monotonic() + waitMs;
  for (;;) {
    const since = clock.monotonic();
    const lease = await acquire(base, { name, ttlMs }, signal === undefined ? {} : { signal });
    if (lease !== undefined) return { lease, since };
    const leftMs = until - clock.monotonic();
    if (!(leftMs > 0)) throw refusal(base, 'taken', name);
    await pause(base.kit, leftMs, signal);
  }
}

const longestPauseMs = 600_000; // a timer cannot wait as long as a lease can last

/** Renews at a third of the lease’s time. What is not known to be held when that time has passed, is lost. */
function keepAlive(clock: Clock, lease: Lease, { ttlMs, since }: { ttlMs: number; since: number }) {
  const controller = new AbortController();
  let until = since + ttlMs;
  let isOver = false;
  let cancel = (): void => {};
  const renew = async (): Promise<void> => {
    const from = clock.monotonic();
    const deadlineMs = Math.min(Math.max(1, until - from), longestPauseMs);
    const isHeld = await lease.renew({ deadlineMs }).catch(() => undefined); // nobody knows
    if (isOver) return;
    if (isHeld) until = from + ttlMs;
    if (isHeld === false || clock.monotonic() >= until) controller.abort(new Error('The lease is lost.'));
    else plan();
  };
  const plan = (): void => {
    const delayMs = Math.min(ttlMs / 3, until - clock.monotonic(), longestPauseMs);
    cancel = clock.after(delayMs, () => void renew());
  };
  plan();
  return {
    signal: controller.signal,
    isLost: () => controller.signal.aborted || clock.monotonic() >= until,
    stop() {
      isOver = true;
      cancel();
    },
  };
}

const refusals = {
  taken: {
    reason: 'lease_taken',
    outcome: 'not_applied',
    message: 'Another has the lease, and the work was not begun.',
    hint: 'Wait longer (`waitMs`), or leave the work to whoever has it.',
  },
  lost: {
    reason: 'lease_lost',
    outcome: 'unknown',
    retryable: false,
    message: 'The lease was lost while the work ran; another may have begun it.',
    hint: 'Give more time (`ttlMs`), end the work when its signal aborts, and fence its writes.',
  },
} as const;

function refusal({ integration }: StateBase, why: keyof typeof refusals, lease: string): IntegrationError {
  const { message, ...rest } = refusals[why];
  return new IntegrationError({
    ...rest,
    code: 'conflict',
    message: `${message} (${lease})`,
    category: integration.category,
    provider: integration.provider,
    integration: integration.name,
    operation: 'state.leases.with',
  });
}
