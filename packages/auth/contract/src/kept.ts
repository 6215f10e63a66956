import { type Clock, DriverFailure } from '@patchbay/core';

/** A value that was read, and how long it is good for. */
export interface Read<T> {
  readonly value: T;
  readonly lifetimeMs: number;
}

interface Holding<T> {
  readonly value: T;
  readonly renewAt: number;
  readonly freshUntil: number;
  readonly staleUntil: number;
}

const staleMs = 24 * 3600_000;
const retryFloorMs = 5000;

/**
 * A value that is read from the provider and kept: renewed in the background at 80 % of its lifetime, served up to a
 * day longer while it cannot be read, read once for all who wait, and after a failure not again for 5 seconds.
 */
export class Kept<T> {
  readonly #clock: Clock;
  readonly #read: () => Promise<Read<T>>;
  #holding: Holding<T> | undefined;
  #reading: Promise<T> | undefined;
  #failure: { readonly error: unknown; readonly retryAt: number } | undefined;

  constructor(clock: Clock, read: () => Promise<Read<T>>) {
    this.#clock = clock;
    this.#read = read;
  }

  /** At once where it is fresh, or where it was seen that the provider cannot be reached. */
  get(): T | Promise<T> {
    const now = this.#clock.monotonic();
    const holding = this.#holding;
    if (holding === undefined || now >= holding.staleUntil) return this.renew();
    if (now < holding.renewAt) return holding.value;
    const renewed = this.renew().catch(() => holding.value);
    return now < holding.freshUntil || this.#failure !== undefined ? holding.value : renewed;
  }

  /** Reads it again, whatever its age. Rejects with what went wrong, also while the floor holds. */
  renew(): Promise<T> {
    if (this.#reading !== undefined) return this.#reading;
    if (this.#failure !== undefined && this.#clock.monotonic() < this.#failure.retryAt) {
      return Promise.reject(this.#failure.error);
    }
    this.#reading = this.#renew().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #renew(): Promise<T> {
    try {
      const { value, lifetimeMs } = await this.#read();
      const now = this.#clock.monotonic();
      const freshUntil = now + lifetimeMs;
      this.#holding = {
        value,
        renewAt: now + lifetimeMs * 0.8,
        freshUntil,
        staleUntil: freshUntil + staleMs,
      };
      this.#failure = undefined;
      return value;
    } catch (error) {
      this.#failure = { error, retryAt: this.#clock.monotonic() + retryFloorMs };
      throw error;
    }
  }
}

/** Waits for what others wait for too: their work goes on when this caller gives up. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(aborted());
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** The caller's own wish, not a fault. */
export function aborted(): DriverFailure {
  return new DriverFailure({ code: 'aborted', message: 'The caller gave up.' });
}
