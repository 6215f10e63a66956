import type { Clock } from '../clock.ts';
import { Interrupted } from '../policy/attempt.ts';

/** A memory that works answers within this time: it is waited for so long at least, also when a call ends. */
const leastMs = 250;

/**
 * Waits for what a memory was asked while the call may: then it rejects with `Interrupted`. `undo` takes back what the
 * memory may have done, at once and again when it answers after all.
 */
export type Hear = <T>(asked: Promise<T>, undo?: () => Promise<unknown>) => Promise<T>;

/** The waits of one call: they end by its deadline, and when it is given up. Nothing of a wait is left after it. */
export function hearing(clock: Clock, signal: AbortSignal | undefined, leftMs: () => number): Hear {
  return (asked, undo) =>
    new Promise((resolve, reject) => {
      const least = clock.monotonic() + leastMs;
      const stop = (): void => {
        cancel();
        signal?.removeEventListener('abort', onAbort);
      };
      const endAfter = (ms: number, by: 'deadline' | 'aborted'): (() => void) =>
        clock.after(Math.max(ms, least - clock.monotonic()), () => {
          stop();
          reject(new Interrupted(by));
          if (undo !== undefined) void takeBack(asked, undo);
        });
      const onAbort = (): void => {
        cancel();
        cancel = endAfter(0, 'aborted');
      };
      let cancel = endAfter(leftMs(), 'deadline');
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) onAbort();
      asked.finally(stop).then(resolve, reject);
    });
}

async function takeBack(asked: Promise<unknown>, undo: () => Promise<unknown>): Promise<void> {
  // Where that fails too, it stands as after a crash.
  await Promise.allSettled([asked.then(undo, undo), Promise.resolve().then(undo)]);
}

/** Waits as long as it takes. */
export const patiently: Hear = (asked) => asked;
