import { setImmediate, setTimeout } from 'node:timers/promises';
import { type VirtualClock, virtualClock } from '@patchbay/testing';

/** Real turns without work under way after which nothing more is coming. */
const quietTurns = 3;

/**
 * A virtual clock that also waits for the server while it moves: a worker's calls take real time, in which the clock stands
 * still, and each timer runs only when the work of the one before has come to rest.
 */
export function patientClock(isBusy: () => boolean): VirtualClock {
  const clock = virtualClock();
  const rest = async (): Promise<void> => {
    for (let quiet = 0; quiet < quietTurns; quiet += 1) {
      await setImmediate();
      if (!isBusy()) continue;
      await setTimeout(1);
      quiet = -1;
    }
  };
  return {
    ...clock,
    /** It sleeps while the server works; only what waits for time is left to the clock. */
    async settle(promise, options) {
      const settled = promise.then(
        () => true,
        () => true,
      );
      await setImmediate();
      while (isBusy() && !(await Promise.race([settled, setTimeout(1, false)])));
      return clock.settle(promise, options);
    },
    get timers() {
      return clock.timers;
    },
    async advance(ms) {
      const until = clock.monotonic() + ms;
      await rest();
      for (;;) {
        const left = until - clock.monotonic();
        await clock.advance(Math.min(left, clock.next() ?? left));
        await rest();
        if (clock.monotonic() >= until) return;
      }
    },
  };
}
