import { type CallOptions, IntegrationError, type Kit, type MethodsBase } from '@patchbay/core';
import type { StateApi } from './api.ts';
import type { CompareAndSwap } from './record.ts';

/** What the contract's methods work with. */
export type StateBase = Pick<MethodsBase<StateApi, object>, 'operations' | 'integration' | 'kit'>;

/** True for an error after which nobody knows whether the call had its effect. */
export function isLost(error: unknown): boolean {
  return IntegrationError.is(error) && error.outcome === 'unknown';
}

/**
 * Swaps in a value that nobody else writes. After a lost answer the record tells: ours is there, or gone where it was
 * to go. Else the error stands.
 */
export async function swapOwn(
  { operations }: StateBase,
  input: CompareAndSwap,
  options?: CallOptions,
): Promise<boolean> {
  try {
    return (await operations.cas(input, options)).isSwapped;
  } catch (error) {
    if (!isLost(error)) throw error;
    const found = await operations.get(input.key, options).catch(() => {
      throw error;
    });
    if (found?.value !== input.value) throw error;
    return true;
  }
}

const shortestPauseMs = 20;
const longestPauseMs = 250;

/** Waits a little, and not as long as the others who wait; an abort ends it. */
export function pause(
  { clock, random }: Pick<Kit, 'clock' | 'random'>,
  mostMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const drawnMs = shortestPauseMs + random() * (longestPauseMs - shortestPauseMs);
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(Math.min(drawnMs, mostMs), end);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}
