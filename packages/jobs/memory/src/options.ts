import { defaultKeepDoneMs, type KeepDone, keepDoneMsDescription, keepDoneMsSchema } from '@patchbay/jobs';
import * as z from 'zod';
import { JobsStore } from './engine/jobs-store.ts';

/** Options of the jobs in memory; all of them may be left out. */
export interface MemoryJobsOptions extends KeepDone {
  /** How many jobs there may be, those that are done included; a further one is `quota_exceeded`. Default: 100 000. */
  readonly mostJobs?: number;
  /** Jobs that several instances share. Default: a store of the instance’s own. */
  readonly store?: JobsStore;
}

const defaultMostJobs = 100_000;

export const optionsSchema: z.ZodType<MemoryJobsOptions> = z.strictObject({
  keepDoneMs: keepDoneMsSchema.exactOptional().meta({
    env: 'JOBS_MEMORY_KEEP_DONE_MS',
    description: keepDoneMsDescription,
  }),
  mostJobs: z.number().int().positive().exactOptional().meta({
    env: 'JOBS_MEMORY_MOST_JOBS',
    description: 'How many jobs there may be',
  }),
  store: z
    .unknown() // JSON Schema has no word for it
    .pipe(z.instanceof(JobsStore))
    .exactOptional()
    .meta({ description: 'Jobs that instances share' }),
});

export function storeOf({ store = new JobsStore() }: MemoryJobsOptions): JobsStore {
  return store;
}

export function limitsOf({ mostJobs = defaultMostJobs, keepDoneMs = defaultKeepDoneMs }: MemoryJobsOptions) {
  return { mostJobs, keepDoneMs };
}
