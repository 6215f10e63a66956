import type { CallOptions } from '@patchbay/core';
import { isLost, type StateBase, swapOwn } from './base.ts';

/** Asks for a lease. */
export interface AcquireLease {
  /** At most 500 octets of UTF-8, without control characters. */
  readonly name: string;
  /** How long it is held without being renewed, in milliseconds. */
  readonly ttlMs: number;
}

/** The right to do something alone, until it ends. */
export interface Lease {
  readonly name: string;
  /** Random; proves to the store that the lease is ours. */
  readonly token: string;
  /**
   * Grows from holder to holder. Send it with what you write elsewhere: whoever keeps the highest one that it has seen,
   * and refuses a lower one, is safe from a holder that was held up and does not know that its lease has ended.
   */
  readonly fence: number;
  /** Holds it for its time again, from now on. False: it has ended, or is another’s. To be repeated after any error. */
  renew(options?: CallOptions): Promise<boolean>;
  /** Lets go of it. False: it had ended before; nobody else’s lease is touched. */
  release(options?: CallOptions): Promise<boolean>;
}

/** One counter for all leases, for it has to outlive each of them. */
const fences = 'leases';

/**
 * Takes a lease if nobody has it. The fencing number is drawn while the lease is held, and counts only if it still is
 * held afterwards: so whoever holds it later has a higher one.
 */
export async function acquire(
  base: StateBase,
  { name, ttlMs }: AcquireLease,
  options?: CallOptions,
): Promise<Lease | undefined> {
  const key = `lease:${name}`;
  const token = crypto.randomUUID();
  if (!(await swapOwn(base, { key, expected: undefined, value: token, ttlMs }, options))) return undefined;
  try {
    const fence = await nextFence(base, options);
    const held = `${token} ${fence}`;
    const isHeld = await swapOwn(base, { key, expected: token, value: held, ttlMs }, options);
    return isHeld ? toLease(base, { name, ttlMs }, { token, fence, held }) : undefined;
  } catch (error) {
    await swapOwn(base, { key, expected: token, value: undefined }).catch(() => undefined);
    throw error;
  }
}

/** That a number is left out does no harm: so a lost answer is no reason to fail. */
async function nextFence({ operations }: StateBase, options?: CallOptions): Promise<number> {
  const draw = async () => (await operations.increment({ key: fences }, options)).value;
  return draw().catch((error: unknown) => {
    if (isLost(error)) return draw();
    throw error;
  });
}

interface Holding {
  readonly token: string;
  readonly fence: number;
  /** The record. Nobody else writes this value. */
  readonly held: string;
}

function toLease(base: StateBase, { name, ttlMs }: AcquireLease, { token, fence, held }: Holding): Lease {
  const key = `lease:${name}`;
  return {
    name,
    token,
    fence,
    // After a lost answer the record cannot tell whether it was renewed: it is the same before and after.
    renew: async (options) =>
      (await base.operations.cas({ key, expected: held, value: held, ttlMs }, options)).isSwapped,
    release: (options) => swapOwn(base, { key, expected: held, value: undefined }, options),
  };
}
