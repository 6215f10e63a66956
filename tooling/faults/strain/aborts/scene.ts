import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '@patchbay/core';
import type { StripePayments } from '@patchbay/payments-stripe';
import { openStripe } from '../stripe.ts';
import { startDeafVendor, startVendor } from '../vendor/vendor.ts';
import type { Phase } from './phases.ts';

/** One instance before one vendor, and what can be seen of its calls from outside. */
export interface Scene extends AsyncDisposable {
  readonly payments: StripePayments;
  /** Timers that core keeps. */
  timers(): number;
  /** Answers whose head has come. */
  answers(): number;
  /** Connections that are being made. */
  connecting(): number;
  /** Requests that the vendor has and that never end; their sockets are open. */
  held(): Promise<number>;
  /** Requests that the vendor has seen. */
  requests(): Promise<number>;
  /** What runs when the whole body of the answer to a call is there, before the SDK sees it. */
  onText(run: (id: string) => void): void;
}

/** Makes the instance for a phase. `base` is what requests are made with. */
export async function openScene({ policy, vendor: mood }: Phase, base: typeof fetch): Promise<Scene> {
  const deaf = mood === 'deaf' ? await startDeafVendor() : undefined;
  const vendor = mood === 'deaf' ? undefined : await startVendor();
  if (mood !== 'deaf') await vendor?.be(mood);
  const url = deaf?.url ?? vendor?.url ?? '';
  const clock = countingClock();
  const transport = watchedFetch(base);
  // The longest jitter: whoever waits, waits for long.
  const payments = await openStripe(url, { policy, clock, random: () => 0.999, transport });
  const before = connecting();
  return {
    payments,
    timers: () => clock.timers,
    answers: () => transport.answers,
    connecting: () => connecting() - before,
    held: async () => (await vendor?.seen())?.held ?? 0,
    requests: async () => (await vendor?.seen())?.requests ?? 0,
    onText(run) {
      transport.onText = run;
    },
    async [Symbol.asyncDispose]() {
      await payments.close();
      await vendor?.[Symbol.asyncDispose]();
      await deaf?.[Symbol.asyncDispose]();
    },
  };
}

interface WatchedFetch {
  readonly fetch: typeof fetch;
  answers: number;
  onText: (id: string) => void;
}

function watchedFetch(base: typeof fetch): WatchedFetch {
  const watched: WatchedFetch = {
    async fetch(input, init) {
      const response = await base(input, init);
      watched.answers += 1;
      const text = response.text.bind(response);
      return Object.assign(response, {
        async text() {
          const whole = await text();
          watched.onText(idOf(init?.body));
          return whole;
        },
      });
    },
    answers: 0,
    onText: () => {},
  };
  return watched;
}

/** Whose call a request belongs to. */
function idOf(body: unknown): string {
  return new URLSearchParams(typeof body === 'string' ? body : '').get('metadata[id]') ?? '';
}

/** Asks again until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, patienceMs = 20_000): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`After ${patienceMs} ms it is not so: ${what}.`);
    await sleep(5);
  }
}

function connecting(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'ConnectWrap').length;
}

function countingClock(): Clock & { readonly timers: number } {
  let timers = 0;
  return {
    ...systemClock,
    get timers() {
      return timers;
    },
    after(delayMs, run) {
      timers += 1;
      let isOver = false;
      const end = (): void => {
        if (!isOver) timers -= 1;
        isOver = true;
      };
      const cancel = systemClock.after(delayMs, () => {
        end();
        run();
      });
      return () => {
        end();
        cancel();
      };
    },
  };
}
