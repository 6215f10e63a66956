import { type BatchObservableResult, type Meter, metrics } from '@opentelemetry/api';
import type { InstanceHealth } from '@patchbay/core';
import { scope } from './scope.ts';

/** Anything that knows how its instances are: a hub is. */
interface Healthy {
  health(): Promise<{ readonly instances: Readonly<Record<string, InstanceHealth>> }>;
}

/** As numbers, so that the worst of several is the highest. */
const circuitValues = { closed: 0, half_open: 1, open: 2 } as const satisfies Record<
  InstanceHealth['circuit'],
  number
>;

/**
 * Tells on each collection of metrics how every instance of a hub is, without asking a vendor.
 *
 * `patchbay.client.breaker.state` is 0 closed, 1 half open, 2 open; `patchbay.client.inflight` is attempts under way.
 *
 * @returns Ends it.
 * @example
 * const stop = observeHealth(app);
 */
export function observeHealth(hub: Healthy, meter: Meter = metrics.getMeter(scope)): () => void {
  const circuit = meter.createObservableGauge('patchbay.client.breaker.state', {
    description: 'Circuit of an instance: 0 closed, 1 half open, 2 open.',
  });
  const inFlight = meter.createObservableGauge('patchbay.client.inflight', {
    description: 'Attempts under way.',
    unit: '{attempt}',
  });
  const observe = async (result: BatchObservableResult): Promise<void> => {
    const { instances } = await hub.health();
    for (const health of Object.values(instances)) {
      const attributes = {
        'patchbay.category': health.category,
        'patchbay.provider': health.provider,
        'patchbay.instance': health.name,
      };
      result.observe(circuit, circuitValues[health.circuit], attributes);
      result.observe(inFlight, health.inFlight, attributes);
    }
  };
  meter.addBatchObservableCallback(observe, [circuit, inFlight]);
  return () => meter.removeBatchObservableCallback(observe, [circuit, inFlight]);
}
