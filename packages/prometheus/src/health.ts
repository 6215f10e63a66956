import type { InstanceHealth } from '@patchbay/core';
import { Gauge, register as globalRegister, type Registry } from 'prom-client';
import type { PrometheusOptions } from './interceptor.ts';
import { labels } from './series.ts';

/** Anything that knows how its instances are: a hub is. */
interface Healthy {
  health(): Promise<{ readonly instances: Readonly<Record<string, InstanceHealth>> }>;
}

/** As numbers, so that the worst of several is the highest. */
const circuitValues = { closed: 0, half_open: 1, open: 2 } as const satisfies Record<
  InstanceHealth['circuit'],
  number
>;

const watched = new WeakMap<Registry, Set<Healthy>>();

/**
 * Tells on each scrape how every instance of a hub is, without asking a vendor.
 *
 * `integration_circuit_state` is 0 closed, 1 half open, 2 open; `integration_in_flight` is attempts under way.
 *
 * @returns Ends it.
 * @example
 * const stop = observeHealth(app, { register });
 */
export function observeHealth(
  hub: Healthy,
  { register = globalRegister }: PrometheusOptions = {},
): () => void {
  const hubs = watched.get(register) ?? createGauges(register);
  watched.set(register, hubs);
  hubs.add(hub);
  return () => void hubs.delete(hub);
}

function createGauges(register: Registry): Set<Healthy> {
  const hubs = new Set<Healthy>();
  createGauge(register, hubs, {
    name: 'integration_circuit_state',
    help: 'Circuit of an instance: 0 closed, 1 half open, 2 open.',
    valueOf: ({ circuit }) => circuitValues[circuit],
  });
  createGauge(register, hubs, {
    name: 'integration_in_flight',
    help: 'Attempts under way.',
    valueOf: ({ inFlight }) => inFlight,
  });
  return hubs;
}

interface GaugeRow {
  readonly name: string;
  readonly help: string;
  valueOf(health: InstanceHealth): number;
}

function createGauge(
  register: Registry,
  hubs: ReadonlySet<Healthy>,
  { name, help, valueOf }: GaugeRow,
): void {
  const gauge = new Gauge({
    name,
    help,
    labelNames: labels.instance,
    registers: [register],
    async collect() {
      const all = await Promise.all([...hubs].map((hub) => hub.health()));
      gauge.reset();
      for (const health of all.flatMap(({ instances }) => Object.values(instances)))
        gauge.set({ service: health.name, provider: health.provider }, valueOf(health));
    },
  });
}
