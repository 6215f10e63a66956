import { type BatchObservableResult, type Meter, metrics } from '@opentelemetry/api';
import type { CallOptions } from '@patchbay/core';
import { scope } from './scope.ts';

const statuses = ['ready', 'delayed', 'running', 'dead'] as const;

type Stats = Readonly<Record<(typeof statuses)[number], number>> & { readonly oldestReadyAt?: Date };

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
 * Tells on each collection how many jobs of a queue are where, and how long the oldest has waited.
 *
 * `patchbay.jobs.depth` counts those that are `ready`, `delayed`, `running` and `dead`; `patchbay.jobs.oldest_age` is
 * how many seconds the oldest one that is ready has waited, 0 where none is.
 *
 * Nothing new is told of a queue while the store does not answer, for which three seconds are waited at most: the SDK
 * exports what was told last. Every process that observes a queue tells the same.
 *
 * @param queues Their names: a few, each is five series and one question to the store on each collection.
 * @returns Ends it.
 * @example
 * const stop = observeQueues(jobs, ['mails', 'webhooks.payments']);
 */
export function observeQueues(
  jobs: Counting,
  queues: readonly string[],
  meter: Meter = metrics.getMeter(scope),
): () => void {
  const depth = meter.createObservableGauge('patchbay.jobs.depth', {
    description: 'Jobs of a queue, by where they are.',
    unit: '{job}',
  });
  const oldestAge = meter.createObservableGauge('patchbay.jobs.oldest_age', {
    description: 'How long the oldest job of a queue that could run has waited.',
    unit: 's',
  });
  const observeOne = async (queue: string, result: BatchObservableResult): Promise<void> => {
    const { oldestReadyAt, ...stats } = await jobs.stats({ queue }, { deadlineMs });
    const attributes = {
      'patchbay.category': jobs.category,
      'patchbay.provider': jobs.provider,
      'patchbay.instance': jobs.name,
      'patchbay.queue': queue,
    };
    for (const status of statuses)
      result.observe(depth, stats[status], { ...attributes, 'patchbay.status': status });
    result.observe(oldestAge, secondsSince(oldestReadyAt), attributes);
  };
  const observe = async (result: BatchObservableResult): Promise<void> => {
    await Promise.all(queues.map((queue) => observeOne(queue, result).catch(() => undefined)));
  };
  meter.addBatchObservableCallback(observe, [depth, oldestAge]);
  return () => meter.removeBatchObservableCallback(observe, [depth, oldestAge]);
}

/** The store's clock may be ahead of ours. */
function secondsSince(moment: Date | undefined): number {
  return moment === undefined ? 0 : Math.max(0, Date.now() - moment.getTime()) / 1000;
}
