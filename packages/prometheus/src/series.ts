import { codes } from '@patchbay/core';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Labels of all series: names of the configuration and of the contracts, so that their number is bounded. */
export const labels = {
  /** Name of the instance, provider, and which operation it was. */
  call: ['service', 'provider', 'endpoint'],
  instance: ['service', 'provider'],
  failure: ['service', 'provider', 'error_type'],
  move: ['service', 'from', 'error_type'],
  delivery: ['service', 'status'],
  received: ['service', 'result'],
  queue: ['service', 'provider', 'queue'],
  depth: ['service', 'provider', 'queue', 'status'],
} as const;

/** How a webhook ended: handled, not believed, or worth another delivery. */
export const deliveryStatuses = ['delivered', 'rejected', 'failed'] as const;

/** How a webhook ended. */
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** The series of one register that calls and webhooks are counted in. */
export interface Series {
  readonly responseTime: Histogram<(typeof labels.call)[number]>;
  readonly errors: Counter<(typeof labels.failure)[number]>;
  readonly retries: Counter<(typeof labels.instance)[number]>;
  readonly failovers: Counter<(typeof labels.move)[number]>;
  readonly deliveries: Counter<(typeof labels.delivery)[number]>;
  readonly received: Counter<(typeof labels.received)[number]>;
  readonly sent: Counter<(typeof labels.delivery)[number]>;
}

/** From what a call in memory takes to the default deadline. */
const milliseconds = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000];

const known = new WeakMap<Registry, Series>();

/** One set for each register: a metric can be registered only once. */
export function seriesOf(register: Registry): Series {
  const found = known.get(register) ?? createSeries([register]);
  known.set(register, found);
  return found;
}

function createSeries(registers: Registry[]): Series {
  return {
    responseTime: new Histogram({
      name: 'integration_api_response_time',
      help: 'Duration of calls in milliseconds, retries and waits included.',
      labelNames: labels.call,
      buckets: milliseconds,
      registers,
    }),
    errors: new Counter({
      name: 'integration_api_errors_total',
      help: 'Calls that failed, by error code.',
      labelNames: labels.failure,
      registers,
    }),
    retries: new Counter({
      name: 'integration_retries_total',
      help: 'Attempts after the first of their step.',
      labelNames: labels.instance,
      registers,
    }),
    failovers: new Counter({
      name: 'integration_failovers_total',
      help: 'Calls of a failover group that went on to the next member, by the member before.',
      labelNames: labels.move,
      registers,
    }),
    deliveries: new Counter({
      name: 'webhook_delivery_total',
      help: 'Webhooks received, by what became of them.',
      labelNames: labels.delivery,
      registers,
    }),
    received: new Counter({
      name: 'webhook_received_total',
      help: 'What happened to webhooks at a receiver, step by step.',
      labelNames: labels.received,
      registers,
    }),
    sent: new Counter({
      name: 'webhook_sent_total',
      help: 'What happened to deliveries of a sender: tries, and what was given up or dropped.',
      labelNames: labels.delivery,
      registers,
    }),
  };
}

/** The error types that series have: the closed list of codes, and whatever an application throws itself. */
export const errorTypes: readonly string[] = [...Object.keys(codes), 'other'];
