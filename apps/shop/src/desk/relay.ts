import { type Clock, systemClock } from '@patchbay/core';

/** Hands over, in the background, what transactions of the shop wanted: neither a payer nor a webhook waits for it. */
export interface Relay {
  /** Hands over all that is due: after each change, and once when the shop opens. */
  collect(): void;
  /** Waits for what is being handed over. What is not by then is due again at the next start. */
  close(): Promise<void>;
}

/** What a relay needs to know. */
export interface RelayParts {
  /** Hands over all that is due. It bears being called for what was handed over before. */
  readonly handOver: () => Promise<void>;
  readonly clock?: Clock;
  /** Told where handing over fails; it is tried again. Default: `console.error`. */
  readonly onError?: (error: unknown) => void;
}

const pauseMs = 30_000;

export function createRelay({ handOver, clock = systemClock, onError = console.error }: RelayParts): Relay {
  let work = Promise.resolve();
  let isAsked = false;
  let isClosed = false;
  let cancelPause = (): void => undefined;
  const run = async (): Promise<void> => {
    isAsked = false;
    if (isClosed) return;
    cancelPause();
    try {
      await handOver();
    } catch (error) {
      onError(error);
      if (!isClosed) cancelPause = clock.after(pauseMs, collect); // the store of jobs is away
    }
  };
  const collect = (): void => {
    if (isAsked) return; // who asks while one waits is served by that one
    isAsked = true;
    work = work.then(run);
  };
  return {
    collect,
    async close() {
      isClosed = true;
      cancelPause();
      await work;
    },
  };
}
