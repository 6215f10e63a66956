import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type JobsOf, jobs } from '@patchbay/jobs';
import { capabilities } from './capabilities.ts';
import { connectionOf, loadClient } from './client/client.ts';
import type { BullmqEngine } from './client/engine.ts';
import { driver } from './driver/driver.ts';
import { toFailure } from './errors.ts';
import { type BullmqJobsOptions, optionsSchema } from './options.ts';

/** Jobs on BullMQ; `native()` hands out its queues, and the client of ioredis under them. */
export interface BullmqJobs extends JobsOf<typeof capabilities>, Native<BullmqEngine> {}

/**
 * Jobs that BullMQ keeps on a Redis server, for all machines of an application. Needs Redis 7.0 or later. BullMQ is
 * loaded, and the server connected to, by the first call.
 *
 * Redis may lose acknowledged writes when it crashes or fails over: see the README.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @see https://docs.bullmq.io/patterns/manually-fetching-jobs
 * @example
 * const jobs = bullmqJobs({ url: 'rediss://shop:secret@redis.example.com:6379/0' });
 * await using worker = jobs.work('mails', async ({ payload }, { signal }) => send(payload, signal));
 * await jobs.enqueue({ queue: 'mails', id: `receipt:${order.id}`, payload: { orderId: order.id } });
 */
export const bullmqJobs: AdapterFactory<BullmqJobsOptions, BullmqJobs> = defineAdapter({
  spec: 1,
  contract: jobs,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: (engine: BullmqEngine, attempt) => connectionOf(engine).run(attempt, () => engine.redis.ping()),
  close: (engine: BullmqEngine) => connectionOf(engine).close(),
});
