import type { Clock } from '@patchbay/core';

/**
 * How long a server may be silent while it owes an answer, in milliseconds. Above the policy's own limits. ioredis can
 * watch for this too (`socketTimeout`), but then ends the next connection as well:
 * https://github.com/redis/ioredis/issues/2147 (2026-11-22).
 */
const silenceMs = 15_000;

/**
 * Notices that no answer comes any more: a connection whose other side is gone says nothing of it for a quarter of an
 * hour.
 */
export class Silence {
  readonly #clock: Clock;
  readonly #giveUp: () => void;
  #owed = 0;
  #stop = (): void => {};

  constructor(clock: Clock, giveUp: () => void) {
    this.#clock = clock;
    this.#giveUp = giveUp;
  }

  /** Waits for an answer. Any answer shows that the server is there. */
  async until<T>(answer: Promise<T>): Promise<T> {
    this.#owed += 1;
    if (this.#owed === 1) this.#watch();
    try {
      return await answer;
    } finally {
      this.#owed -= 1;
      this.#watch();
    }
  }

  #watch(): void {
    this.#stop();
    this.#stop = this.#owed === 0 ? () => {} : this.#clock.after(silenceMs, this.#giveUp);
  }
}
