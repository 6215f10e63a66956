import { type Clock, systemClock } from '@patchbay/core';
import type { StripePayments } from '@patchbay/payments-stripe';
import { count, type Figure, seconds } from '../report.ts';
import { openStripe } from '../stripe.ts';
import { burst, describeEndings, describeTime } from './burst.ts';
import { breakerTimes } from './configurations.ts';
import { judgeHeap, judgeOpening, judgeStage, type Opening, type Stage, type WantedStage } from './judge.ts';
import { aroundHeap, type Found, heapFigure, type Outage, turn, warmUp } from './scene.ts';

/** The outage begins, lasts, and ends; each stage is all calls at once. */
export async function throughBreaker(outage: Outage): Promise<Found> {
  const { policy } = outage.configuration;
  await warmUp(outage, [outage.mood, 'well']);
  const clock = skippingClock();
  const watch = watchedFetch();
  const payments = await openStripe(outage.vendor.url, { policy, clock, transport: watch });
  const { result: stages, heap } = await aroundHeap(async () => {
    watch.look(payments);
    return runStages(outage, payments, clock);
  });
  await payments.close();
  return {
    figures: [
      ...stages.map(({ stage }): Figure => [stage.name, describeStage(stage)]),
      ['the circuit opened', describeOpening(watch.opening)],
      heapFigure(heap),
    ],
    wrong: [
      ...stages.flatMap(({ stage, wanted }) => judgeStage(stage, wanted)),
      ...judgeOpening(watch.opening, breakerTimes.windowMs),
      ...judgeHeap(heap),
    ],
  };
}

interface JudgedStage {
  readonly stage: Stage;
  readonly wanted: WantedStage;
}

async function runStages(
  outage: Outage,
  payments: StripePayments,
  clock: SkippingClock,
): Promise<readonly JudgedStage[]> {
  const { mood, calls } = outage;
  const stages: JudgedStage[] = [];
  const run = async (name: string, wanted: WantedStage): Promise<void> => {
    const before = await outage.vendor.seen();
    const result = await burst(payments, calls);
    const after = await outage.vendor.seen();
    const requests = after.requests - before.requests;
    stages.push({ stage: { name, burst: result, requests, circuit: payments.health().circuit }, wanted });
  };
  await turn(outage, mood);
  await run('1 the vendor fails', { resolved: 0, circuit: 'open' });
  await run('2 at once afterwards', { requests: 0, resolved: 0, circuit: 'open' });
  clock.skip(breakerTimes.openMs);
  await run('3 after the open time', { requests: 1, resolved: 0, circuit: 'open' });
  await turn(outage, 'well');
  await run('4 the vendor is well', { requests: 0, resolved: 0, circuit: 'open' });
  clock.skip(breakerTimes.openMs * 1.5); // it grows with each probe that fails
  await run('5 after the open time', { requests: 1, resolved: 1, circuit: 'closed' });
  await run('6 at once afterwards', { requests: calls, resolved: calls, circuit: 'closed' });
  return stages;
}

interface SkippingClock extends Clock {
  skip(ms: number): void;
}

/** Stands still but for its skips, so that a circuit stays open however slow the machine is; timers are real. */
function skippingClock(): SkippingClock {
  let skippedMs = 0;
  return {
    now: () => systemClock.now() + skippedMs,
    monotonic: () => skippedMs,
    after: (delayMs, run) => systemClock.after(delayMs, run),
    skip(ms) {
      skippedMs += ms;
    },
  };
}

interface WatchedFetch {
  readonly fetch: typeof fetch;
  opening: Opening | undefined;
  /** From now on it looks at this instance's circuit whenever an answer comes. */
  look(payments: StripePayments): void;
}

function watchedFetch(): WatchedFetch {
  let watched: StripePayments | undefined;
  let firstAt: number | undefined;
  let afterAnswers = 0;
  const note = (): void => {
    if (watched === undefined || watch.opening !== undefined) return;
    firstAt ??= performance.now();
    if (watched.health().circuit === 'closed') afterAnswers += 1;
    else watch.opening = { afterMs: performance.now() - firstAt, afterAnswers };
  };
  const watch: WatchedFetch = {
    fetch: (...request) => fetch(...request).finally(note),
    opening: undefined,
    look(payments) {
      watched = payments;
    },
  };
  return watch;
}

function describeStage({ burst, requests, circuit }: Stage): string {
  return `${count(requests)} requests; circuit ${circuit}; ${describeEndings(burst)}; ${describeTime(burst)}`;
}

function describeOpening(opening: Opening | undefined): string {
  if (opening === undefined) return 'never';
  const { afterMs, afterAnswers } = opening;
  return `${seconds(afterMs)} after the first answer, at answer ${count(afterAnswers)}; its window is ${seconds(breakerTimes.windowMs)}`;
}
