import type { Ledger } from '@patchbay/core/ledger';
import { Gauge, register as globalRegister, type Registry } from 'prom-client';
import type { PrometheusOptions } from './interceptor.ts';
import { labels } from './series.ts';

/** An integration whose writes a ledger keeps: what `withLedger` returns. */
interface Kept {
  readonly name: string;
  readonly provider: string;
  readonly ledger: Pick<Ledger, 'unresolved'>;
}

const watched = new WeakMap<Registry, Set<Kept>>();

/**
 * Tells how many writes there are of which nobody knows whether they had their effect, on each scrape.
 *
 * `integration_writes_unresolved` leaves those out that are under way; it is `NaN` while the ledger cannot be read, for
 * which a scrape waits three seconds at most.
 *
 * @returns Ends it.
 * @example
 * const stop = observeLedger(withLedger(payments, stripe, { memory }), { register });
 */
export function observeLedger(
  integration: Kept,
  { register = globalRegister }: PrometheusOptions = {},
): () => void {
  const all = watched.get(register) ?? createGauge(register);
  watched.set(register, all);
  all.add(integration);
  return () => void all.delete(integration);
}

function createGauge(register: Registry): Set<Kept> {
  const all = new Set<Kept>();
  const gauge = new Gauge({
    name: 'integration_writes_unresolved',
    help: 'Writes that may or may not have had their effect.',
    labelNames: labels.instance,
    registers: [register],
    async collect() {
      const counts = await Promise.all([...all].map(countOf));
      gauge.reset();
      for (const { service, provider, count } of counts) gauge.set({ service, provider }, count);
    },
  });
  return all;
}

/** Prometheus gives up on a scrape after ten seconds, and on all else that it would have told. */
const deadlineMs = 3000;

/** A scrape is about more than this ledger, so it neither fails nor hangs with it. */
async function countOf({ name, provider, ledger }: Kept) {
  let stop = (): void => {};
  const late = new Promise<number>((resolve) => {
    const timer = setTimeout(resolve, deadlineMs, Number.NaN);
    stop = () => clearTimeout(timer);
  });
  const count = await Promise.race([unresolvedIn(ledger).catch(() => Number.NaN), late]);
  stop();
  return { service: name, provider, count };
}

async function unresolvedIn(ledger: Kept['ledger']): Promise<number> {
  let count = 0;
  for await (const { isUnderWay } of ledger.unresolved()) if (!isUnderWay) count += 1;
  return count;
}
