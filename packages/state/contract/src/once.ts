import type { CallOptions } from '@patchbay/core';
import { isLost, pause, type StateBase } from './base.ts';
import { acquire } from './leases.ts';
import { stateLimits } from './limits.ts';

/** How long things last that are computed once. */
export interface OnceOptions extends Pick<CallOptions, 'signal'> {
  /** How long the value is kept, in milliseconds, or what tells it of the value. Below 1 it is not kept. */
  readonly ttlMs: number | ((value: string) => number);
  /** How long the work may take, in milliseconds; then its signal aborts, and another caller takes over. */
  readonly leaseMs: number;
}

/**
 * The value of a key, computed by one caller; the others wait for it. Who finds no value and no lease computes it. The
 * first value that is written is everybody’s.
 */
export async function once(
  base: StateBase,
  key: string,
  work: (signal: AbortSignal) => Promise<string>,
  { ttlMs, leaseMs, ...options }: OnceOptions,
): Promise<string> {
  const name = `once:${key}`;
  const known = async () => (await base.operations.get(name, options))?.value;
  for (;;) {
    const value = await known();
    if (value !== undefined) return value;
    const lease = await acquire(base, { name, ttlMs: leaseMs }, options);
    if (lease === undefined) {
      await pause(base.kit, leaseMs, options.signal);
      continue;
    }
    try {
      const meanwhile = await known(); // between the first look and the lease
      if (meanwhile !== undefined) return meanwhile;
      const made = await within(base, leaseMs, options.signal, work);
      return await keep(base, name, made, typeof ttlMs === 'number' ? ttlMs : ttlMs(made));
    } finally {
      await lease.release().catch(() => undefined); // else it ends by itself
    }
  }
}

const longestTimerMs = 2 ** 31 - 1; // what is longer ends at once

/** Gives the work a signal that aborts when its time has passed. */
async function within(
  { kit }: StateBase,
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<string>,
): Promise<string> {
  const controller = new AbortController();
  const cancel = kit.clock.after(Math.min(ms, longestTimerMs), () =>
    controller.abort(new Error('Another may take over now.')),
  );
  try {
    return await work(AbortSignal.any([controller.signal, ...(signal === undefined ? [] : [signal])]));
  } finally {
    cancel();
  }
}

/** Not under the caller’s signal: what was computed is kept. */
async function keep({ operations }: StateBase, key: string, value: string, forMs: number): Promise<string> {
  if (!(forMs >= 1)) return value; // NaN is no time either
  const ttlMs = Math.min(Math.floor(forMs), stateLimits.ttlMs);
  try {
    return (await operations.putIfAbsent({ key, value, ttlMs })).value;
  } catch (error) {
    if (!isLost(error)) throw error;
    return (await operations.get(key).catch(() => undefined))?.value ?? value;
  }
}
