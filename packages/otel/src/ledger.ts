import { type Meter, metrics, type ObservableResult } from '@opentelemetry/api';
import type { Ledger } from '@patchbay/core/ledger';
import { scope } from './scope.ts';

/** An integration whose writes a ledger keeps: what `withLedger` returns. */
interface Kept {
  readonly category: string;
  readonly provider: string;
  readonly name: string;
  readonly ledger: Pick<Ledger, 'unresolved'>;
}

/**
 * Tells how many writes there are of which nobody knows whether they had their effect, on each collection.
 *
 * `patchbay.ledger.unknown` leaves those out that are under way. While the ledger cannot be read, for which three
 * seconds are waited at most, nothing new is told: the SDK exports what was told last, or nothing where nothing was.
 *
 * @returns Ends it.
 * @example
 * const stop = observeLedger(withLedger(payments, stripe, { memory }));
 */
export function observeLedger(
  { category, provider, name, ledger }: Kept,
  meter: Meter = metrics.getMeter(scope),
): () => void {
  const gauge = meter.createObservableGauge('patchbay.ledger.unknown', {
    description: 'Writes that may or may not have had their effect.',
    unit: '{write}',
  });
  const observe = async (result: ObservableResult): Promise<void> => {
    const count = await inTime(unresolvedIn(ledger));
    if (count === undefined) return;
    result.observe(count, {
      'patchbay.category': category,
      'patchbay.provider': provider,
      'patchbay.instance': name,
    });
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}

async function unresolvedIn(ledger: Kept['ledger']): Promise<number> {
  let count = 0;
  for await (const { isUnderWay } of ledger.unresolved()) if (!isUnderWay) count += 1;
  return count;
}

/** A store that hangs must not keep the other metrics from being exported. */
const deadlineMs = 3000;

/** `undefined` where it takes too long. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let stop = (): void => {};
  const late = new Promise<undefined>((resolve) => {
    const timer = setTimeout(resolve, deadlineMs, undefined);
    stop = () => clearTimeout(timer);
  });
  return Promise.race([work, late]).finally(stop);
}
