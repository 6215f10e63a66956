import type { CallOptions } from '@patchbay/core';
import { Gauge, register as globalRegister, type Registry } from 'prom-client';
import type { PrometheusOptions } from './interceptor.ts';
import { labels } from './series.ts';

const statuses = ['ready', 'delayed', 'running', 'dead'] as const;

type Stats = Readonly<Record<(typeof statuses)[number], number>> & { readonly oldestReadyAt?: Date };

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
 * Tells on each scrape how many jobs of a queue are where, and how long the oldest has waited.
 *
 * `integration_jobs` counts those that are `ready`, `delayed`, `running` and `dead`; `integration_jobs_oldest_seconds`
 * is how many seconds the oldest one that is ready has waited, 0 where none is. They are `NaN` while the store does not
 * answer, for which a scrape waits three seconds at most. Every process that observes a queue tells the same.
 *
 * @param queues Their names: a few, each is five series and one question to the store on each scrape.
 * @returns Ends it.
 * @example
 * const stop = observeQueues(jobs, ['mails', 'webhooks.payments'], { register });
 */
export function observeQueues(
  jobs: Counting,
  queues: readonly string[],
  { register = globalRegister }: PrometheusOptions = {},
): () => void {
  const all = watched.get(register) ?? createGauges(register);
  watched.set(register, all);
  const one = { jobs, queues };
  all.add(one);
  return () => void all.delete(one);
}

function createGauges(register: Registry): Set<Watched> {
  const all = new Set<Watched>();
  let asking: Promise<readonly Found[]> | undefined;
  /** Both gauges are collected at once: one question answers them. */
  const ask = (): Promise<readonly Found[]> => {
    asking ??= askAll(all).finally(() => {
      asking = undefined;
    });
    return asking;
  };
  const depth = new Gauge({
    name: 'integration_jobs',
    help: 'Jobs of a queue, by where they are.',
    labelNames: labels.depth,
    registers: [register],
    async collect() {
      const found = await ask();
      depth.reset();
      for (const { stats, queue } of found)
        for (const status of statuses) depth.set({ ...queue, status }, stats?.[status] ?? Number.NaN);
    },
  });
  const oldest = new Gauge({
    name: 'integration_jobs_oldest_seconds',
    help: 'How long the oldest job of a queue that could run has waited.',
    labelNames: labels.queue,
    registers: [register],
    async collect() {
      const found = await ask();
      oldest.reset();
      for (const { stats, queue } of found)
        oldest.set(queue, stats === undefined ? Number.NaN : secondsSince(stats.oldestReadyAt));
    },
  });
  return all;
}

/** The store's clock may be ahead of ours. */
function secondsSince(moment: Date | undefined): number {
  return moment === undefined ? 0 : Math.max(0, Date.now() - moment.getTime()) / 1000;
}

/** Prometheus gives up on a scrape after ten seconds, and on all else that it would have told. */
const deadlineMs = 3000;

type Found = Awaited<ReturnType<typeof askOne>>;

async function askOne(jobs: Counting, queue: string) {
  const stats = await jobs.stats({ queue }, { deadlineMs }).catch(() => undefined);
  return { stats, queue: { service: jobs.name, provider: jobs.provider, queue } };
}

function askAll(all: ReadonlySet<Watched>): Promise<readonly Found[]> {
  return Promise.all([...all].flatMap(({ jobs, queues }) => queues.map((queue) => askOne(jobs, queue))));
}
