import type { Clock } from '@patchbay/core';

const most = 50_000;

/** Claims each name once within this process, until it expires. Bounded: when it is full, the oldest is forgotten. */
export class Claimed {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False for what was claimed before. Decides at once, so that of two calls only one gets true. */
  claim(name: string, expiresAt: Date): boolean {
    const now = this.#clock.now();
    for (const [other, until] of this.#until) {
      if (until > now && this.#until.size < most) break; // they expire in about the order in which they came
      this.#until.delete(other);
    }
    if (this.#until.has(name)) return false;
    this.#until.set(name, Number(expiresAt));
    return true;
  }
}
