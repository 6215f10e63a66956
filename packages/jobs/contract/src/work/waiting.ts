import type { Clock } from '@patchbay/core';

/** Wakes whoever waits for it; a ring that nobody waited for is heard by the next one. */
export class Bell {
  #isRung = false;
  #waiting: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#waiting?.();
  }

  /** Until it rings, or so many milliseconds have passed. One at a time may wait. */
  async wait(clock: Clock, ms?: number): Promise<void> {
    if (!this.#isRung) {
      await new Promise<void>((resolve) => {
        const cancel = ms === undefined ? undefined : clock.after(ms, resolve);
        this.#waiting = () => {
          cancel?.();
          resolve();
        };
      });
      this.#waiting = undefined;
    }
    this.#isRung = false;
  }
}

const longestTimerMs = 2 ** 31 - 1; // what is longer ends at once

/** True when the promise ends within so many milliseconds. It must not reject. */
export function endsWithin(clock: Clock, ms: number, promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(Math.min(ms, longestTimerMs), () => resolve(false));
    void promise.then(() => {
      cancel();
      resolve(true);
    });
  });
}
