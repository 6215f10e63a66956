import { defineAdapter, type OperationName, type Setup } from '@patchbay/core';
import { type JobsApi, type JobsCapabilities, jobs } from '@patchbay/jobs';
import type { AnyJobs, JobsHarness } from '@patchbay/jobs/conformance';
import { driver } from '../../../memory/src/driver.ts';
import { toFailure } from '../../../memory/src/errors.ts';
import { type MemoryJobsOptions, optionsSchema, storeOf } from '../../../memory/src/options.ts';
import { harness } from '../../../memory/test/harness.ts';

type Operation = OperationName<JobsApi>;

/** Every operation that there is. */
export const operations = Object.keys(jobs.operations) as readonly Operation[]; // the keys of the contract’s table

/** The jobs in memory with some of its operations, which says that it lacks the others. */
export function withOnly(declared: readonly Operation[]): JobsHarness {
  const supports = operations.map((name) => [name, declared.includes(name) ? 'native' : false]);
  const capabilities: JobsCapabilities = {
    ...harness.capabilities,
    operations: Object.fromEntries(supports),
  };
  const factory = defineAdapter({
    spec: 1,
    contract: jobs,
    capabilities,
    options: optionsSchema,
    client: async (options: MemoryJobsOptions) => storeOf(options),
    driver,
    toFailure,
    check: async () => undefined,
  });
  // A dynamic caller sees every operation: what the provider lacks throws `unsupported`.
  const planted = {
    factory: (options: never, setup: Setup) => factory(options, setup) as unknown as AnyJobs,
  };
  return { provider: 'small', capabilities, start: (options) => harness.start({ ...options, planted }) };
}
