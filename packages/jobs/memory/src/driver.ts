import type { Driver, Kit } from '@patchbay/core';
import type { JobsApi } from '@patchbay/jobs';
import type { capabilities } from './capabilities.ts';
import type { JobsStore } from './engine/jobs-store.ts';
import { MemoryQueues } from './engine/memory-queues.ts';
import { limitsOf, type MemoryJobsOptions } from './options.ts';

type MemoryDriver = Driver<JobsApi, typeof capabilities>;

/** One step on the store per operation. */
export function driver(store: JobsStore, options: MemoryJobsOptions, { clock }: Kit): MemoryDriver {
  const queues = new MemoryQueues({ store, clock, ...limitsOf(options) });
  return {
    enqueue: async (input) => queues.enqueue(input),
    get: async (input) => queues.get(input),
    claim: async (input) => queues.claim(input),
    renew: async (input) => queues.renew(input),
    complete: async (input) => queues.complete(input),
    retry: async (input) => queues.retry(input),
    bury: async (input) => queues.bury(input),
    stats: async (input) => queues.stats(input),
    'dead.list': async (input, { cursor, limit }) => queues.listDead(input, cursor, limit),
    'dead.redrive': async (input) => queues.redrive(input),
    'dead.discard': async (input) => queues.discard(input),
  };
}
