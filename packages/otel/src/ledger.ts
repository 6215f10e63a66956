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
 * `patchbay.ledger.unknown` leaves those out that are under way; it is missing while the ledger cannot be read.
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
    let count = 0;
    for await (const { isUnderWay } of ledger.unresolved()) if (!isUnderWay) count += 1;
    result.observe(count, {
      'patchbay.category': category,
      'patchbay.provider': provider,
      'patchbay.instance': name,
    });
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}
