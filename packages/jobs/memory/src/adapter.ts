import { type AdapterInfo, defineAdapter, type Kit, type Native, type Setup } from '@patchbay/core';
import { type JobsOf, jobs } from '@patchbay/jobs';
import { capabilities } from './capabilities.ts';
import { driver } from './driver.ts';
import type { JobsStore } from './engine/jobs-store.ts';
import { toFailure } from './errors.ts';
import { type MemoryJobsOptions, optionsSchema, storeOf } from './options.ts';

/** Jobs in the memory of this process. */
export interface MemoryJobs extends JobsOf<typeof capabilities>, Native<JobsStore> {}

const factory = defineAdapter({
  spec: 1,
  contract: jobs,
  capabilities,
  options: optionsSchema,
  client: async (options: MemoryJobsOptions, _kit: Kit): Promise<JobsStore> => storeOf(options),
  driver,
  toFailure,
  check: async () => undefined,
});

/**
 * Jobs in the memory of this process: for tests, and for work that one process may forget.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @example
 * const jobs = memoryJobs();
 * await using worker = jobs.work('mails', async ({ payload }) => send(payload));
 * await jobs.enqueue({ queue: 'mails', id: 'welcome:7', payload: { to: 'ada@example.org' } });
 */
export function memoryJobs(options: MemoryJobsOptions = {}, setup?: Setup): MemoryJobs {
  return factory(options, setup);
}

/** What is known of the adapter without making an instance. */
memoryJobs.adapter = factory.adapter satisfies AdapterInfo;
