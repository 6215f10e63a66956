import type { Counter, Histogram, Meter } from '@opentelemetry/api';

/** What calls and attempts are counted with. */
export interface Instruments {
  readonly operations: Histogram;
  readonly attempts: Histogram;
  readonly retries: Counter;
  readonly failovers: Counter;
}

/** From what a call in memory takes to the default deadline, in seconds. */
const durations = {
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] },
};

export function createInstruments(meter: Meter): Instruments {
  return {
    operations: meter.createHistogram('patchbay.client.operation.duration', {
      description: 'Duration of calls, retries and waits included.',
      ...durations,
    }),
    attempts: meter.createHistogram('patchbay.client.attempt.duration', {
      description: 'Duration of attempts: one request each.',
      ...durations,
    }),
    retries: meter.createCounter('patchbay.client.retries', {
      description: 'Attempts after the first of their step.',
      unit: '{attempt}',
    }),
    failovers: meter.createCounter('patchbay.client.failovers', {
      description: 'Calls of a failover group that went on to the next member.',
      unit: '{call}',
    }),
  };
}
