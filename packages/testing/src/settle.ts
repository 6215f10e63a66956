import { cryptoBusy } from './crypto-work.ts';
import type { Timeline } from './timeline.ts';
import { realNow, realTurn } from './turns.ts';

/** How a promise ended, and how much virtual time it took. */
export type Settled<T> =
  | { readonly status: 'fulfilled'; readonly value: T; readonly elapsedMs: number }
  | { readonly status: 'rejected'; readonly reason: unknown; readonly elapsedMs: number };

/** When virtual time may move. */
export interface SettleOptions {
  /**
   * Whether real work is under way that will end by itself: time stands still meanwhile.
   *
   * With a recorder and a fault server: `() => recorder.inFlight > server.held`. Default: never busy. WebCrypto is
   * noticed without it.
   */
  readonly busy?: () => boolean;
  /** Real milliseconds after which `settle` gives up. Default: 30 000. */
  readonly guardMs?: number;
}

// A request that was answered, reset or aborted needs a few turns until both ends know of it.
const QUIET_TURNS = 6;
// Without a timer nothing is lost by waiting a while for work that nobody told us of. A turn takes a millisecond or
// more, and a machine that stands still meanwhile uses up none.
const HANG_AFTER_TURNS = 2000;

/** Drives virtual time until the promise settles. Behind `VirtualClock.settle`. */
export async function settle<T>(
  time: Timeline,
  promise: PromiseLike<T>,
  options: SettleOptions = {},
): Promise<Settled<T>> {
  const { busy = () => false, guardMs = 30_000 } = options;
  const ending = watch(time, promise);
  const startedAt = realNow();
  let quietTurns = 0;
  for (;;) {
    await realTurn();
    const settled = ending();
    if (settled) return settled;
    if (realNow() - startedAt > guardMs) throw new Error(stuckMessage(time, busy() || cryptoBusy(), guardMs));
    quietTurns = busy() || cryptoBusy() ? 0 : quietTurns + 1;
    if (quietTurns < QUIET_TURNS) continue;
    // Nothing may come between the look at busy() and the timer.
    if (time.step(Infinity)) {
      // A timer that is due at the same moment needs no such patience: no time passes before it.
      quietTurns = time.next() === 0 ? QUIET_TURNS - 1 : 0;
    } else if (quietTurns > HANG_AFTER_TURNS) {
      throw new Error(hangMessage);
    }
  }
}

function watch<T>(time: Timeline, promise: PromiseLike<T>): () => Settled<T> | undefined {
  const startedAt = time.elapsed;
  let settled: Settled<T> | undefined;
  promise.then(
    (value) => {
      settled = { status: 'fulfilled', value, elapsedMs: time.elapsed - startedAt };
    },
    (reason: unknown) => {
      settled = { status: 'rejected', reason, elapsedMs: time.elapsed - startedAt };
    },
  );
  return () => settled;
}

const hangMessage =
  'The promise can never settle: it is pending, nothing is in flight and no timer waits on the virtual clock. ' +
  'Look for a promise that nobody resolves, or for code that uses real timers instead of the clock.';

function stuckMessage(time: Timeline, busy: boolean, guardMs: number): string {
  const state = busy
    ? 'Real work is still under way: a request was never answered, or the body of a response was never read to its end.'
    : 'Timers keep coming: look for code that polls the clock for ever.';
  return (
    `The promise did not settle within ${guardMs} ms of real time. ${state} ` +
    `Virtual time stands at ${time.elapsed} ms with ${time.timers} timers waiting.`
  );
}
