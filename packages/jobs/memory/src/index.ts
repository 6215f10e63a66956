export { type MemoryJobs, memoryJobs } from './adapter.ts';
export { JobsStore } from './engine/jobs-store.ts';
export type { MemoryJobsOptions } from './options.ts';
