import type { Clock } from '../clock.ts';
import { isBusy } from './errors.ts';

/** How long, and by which clock, somebody else’s write is waited for. */
export interface Patience {
  readonly clock: Clock;
  readonly busyTimeoutMs: number;
  /** Nobody waits for the work any more. */
  readonly isGivenUp: () => boolean;
}

const longestPauseMs = 10;

/**
 * Does work that has no effect when it finds the file busy, until it does not. In between the process is free, which
 * SQLite’s own waiting would not leave it: it may be the one whose write is waited for.
 */
export async function patiently<T>(work: () => T, { clock, busyTimeoutMs, isGivenUp }: Patience): Promise<T> {
  const end = clock.monotonic() + busyTimeoutMs;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return work();
    } catch (error) {
      const leftMs = end - clock.monotonic();
      if (!isBusy(error) || leftMs <= 0) throw error;
      await new Promise<void>((done) => {
        clock.after(Math.min(pauseMs, leftMs), done);
      });
      if (isGivenUp()) throw error;
    }
  }
}
