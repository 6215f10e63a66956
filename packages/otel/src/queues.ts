import { type Meter, metrics, type ObservableResult } from '@opentelemetry/api';
import type { CallOptions } from '@patchbay/core';
import { scope } from './scope.ts';

const statuses = ['ready', 'delayed', 'running', 'dead'] as const;

type Stats = Readonly<Record<(typeof statuses)[number], number>>;

/** Whoever counts the jobs of a queue: a facade of the category `jobs`. */
interface Counting {
  readonly category: string;
  readonly provider: string;
  readonly name: string;
  stats(input: { readonly queue: string }, options?: CallOptions): Promise<Stats>;
}

/** A store that hangs must not keep the other metrics from being exported. */
const deadlineMs = 3000;

/**
 * Tells on each collection how many jobs of a queue are `ready`, `delayed`, `running` and `dead`.
 *
 * Nothing new is told of a queue (`patchbay.jobs.depth`) while the store does not answer, for which three seconds are
 * waited at most. Every process that observes a queue tells the same.
 *
 * @param queues Their names: a few, each is four series and one question to the store on each collection.
 * @returns Ends it.
 * @example
 * const stop = observeQueues(jobs, ['mails', 'webhooks.payments']);
 */
export function observeQueues(
  jobs: Counting,
  queues: readonly string[],
  meter: Meter = metrics.getMeter(scope),
): () => void {
  const gauge = meter.createObservableGauge('patchbay.jobs.depth', {
    description: 'Jobs of a queue, by where they are.',
    unit: '{job}',
  });
  const observeOne = async (queue: string, result: ObservableResult): Promise<void> => {
    const stats = await jobs.stats({ queue }, { deadlineMs });
    for (const status of statuses)
      result.observe(stats[status], {
        'patchbay.category': jobs.category,
        'patchbay.provider': jobs.provider,
        'patchbay.instance': jobs.name,
        'patchbay.queue': queue,
        'patchbay.status': status,
      });
  };
  const observe = async (result: ObservableResult): Promise<void> => {
    await Promise.all(queues.map((queue) => observeOne(queue, result).catch(() => undefined)));
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}
