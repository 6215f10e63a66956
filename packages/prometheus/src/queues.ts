import type { CallOptions } from '@patchbay/core';
import { Gauge, register as globalRegister, type Registry } from 'prom-client';
import type { PrometheusOptions } from './interceptor.ts';
import { labels } from './series.ts';

const statuses = ['ready', 'delayed', 'running', 'dead'] as const;

type Stats = Readonly<Record<(typeof statuses)[number], number>>;

/** Whoever counts the jobs of a queue: a facade of the category `jobs`. */
interface Counting {
  readonly name: string;
  readonly provider: string;
  stats(input: { readonly queue: string }, options?: CallOptions): Promise<Stats>;
}

interface Watched {
  readonly jobs: Counting;
  readonly queues: readonly string[];
}

const watched = new WeakMap<Registry, Set<Watched>>();

/**
 * Tells on each scrape how many jobs of a queue are `ready`, `delayed`, `running` and `dead`.
 *
 * `integration_jobs` is `NaN` while the store does not answer, for which a scrape waits three seconds at most. Every
 * process that observes a queue tells the same.
 *
 * @param queues Their names: a few, each is four series and one question to the store on each scrape.
 * @returns Ends it.
 * @example
 * const stop = observeQueues(jobs, ['mails', 'webhooks.payments'], { register });
 */
export function observeQueues(
  jobs: Counting,
  queues: readonly string[],
  { register = globalRegister }: PrometheusOptions = {},
): () => void {
  const all = watched.get(register) ?? createGauge(register);
  watched.set(register, all);
  const one = { jobs, queues };
  all.add(one);
  return () => void all.delete(one);
}

function createGauge(register: Registry): Set<Watched> {
  const all = new Set<Watched>();
  const gauge = new Gauge({
    name: 'integration_jobs',
    help: 'Jobs of a queue, by where they are.',
    labelNames: labels.queue,
    registers: [register],
    async collect() {
      const found = await Promise.all(
        [...all].flatMap(({ jobs, queues }) => queues.map((queue) => count(jobs, queue))),
      );
      gauge.reset();
      for (const { stats, ...queue } of found)
        for (const status of statuses) gauge.set({ ...queue, status }, stats?.[status] ?? Number.NaN);
    },
  });
  return all;
}

/** Prometheus gives up on a scrape after ten seconds, and on all else that it would have told. */
const deadlineMs = 3000;

async function count(jobs: Counting, queue: string) {
  const stats = await jobs.stats({ queue }, { deadlineMs }).catch(() => undefined);
  return { service: jobs.name, provider: jobs.provider, queue, stats };
}
