import { setTimeout as sleep } from 'node:timers/promises';
import { heapUsed } from '@patchbay/tooling-presets/heap';
import { type Figure, megabytes } from '../report.ts';
import { openStripe } from '../stripe.ts';
import type { Mood } from '../vendor/moods.ts';
import type { Vendor } from '../vendor/vendor.ts';
import { burst } from './burst.ts';
import type { Configuration } from './configurations.ts';
import type { Heap } from './judge.ts';

/** The outage that is measured. */
export interface Outage {
  readonly configuration: Configuration;
  readonly vendor: Vendor;
  readonly mood: Mood;
  readonly calls: number;
}

/** What came of it: the table, and what is wrong with it. */
export interface Found {
  readonly figures: readonly Figure[];
  readonly wrong: readonly string[];
}

/** The vendor answers once nothing has come for so long: calls that begin at once are in flight at once. */
const quietMs = 300;

/** From now on the vendor fails every request, or none. */
export async function turn({ vendor }: Outage, mood: Mood): Promise<void> {
  await vendor.be(mood, quietMs);
}

/** The same calls, one attempt each, by an instance that nobody keeps: afterwards all code is compiled. */
export async function warmUp(outage: Outage, moods: readonly Mood[]): Promise<void> {
  const policy = { ...outage.configuration.policy, retry: false } as const;
  const payments = await openStripe(outage.vendor.url, { policy });
  for (const mood of moods) {
    await turn(outage, mood);
    await burst(payments, outage.calls);
  }
  await payments.close();
}

/** Runs what may keep memory, between two forced collections. */
export async function aroundHeap<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly heap: Heap }> {
  await closedSockets();
  const before = await heapUsed();
  const result = await work();
  await closedSockets();
  return { result, heap: { before, after: await heapUsed() } };
}

/** The vendor ends every connection: this side needs some turns to notice. */
async function closedSockets(): Promise<void> {
  const areOpen = (): boolean => process.getActiveResourcesInfo().includes('TCPSocketWrap');
  for (let waitedMs = 0; waitedMs < 5000 && areOpen(); waitedMs += 20) await sleep(20);
}

export function heapFigure({ before, after }: Heap): Figure {
  const percent = (after / before - 1) * 100;
  const sign = percent < 0 ? '−' : '+';
  const growth = `${sign}${Math.abs(percent).toFixed(1)} %, at most +10 %`;
  return ['heap after collection', `${megabytes(after)}, warmed baseline ${megabytes(before)}: ${growth}`];
}
