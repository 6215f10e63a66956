export { type BullmqJobs, bullmqJobs } from './adapter.ts';
export { capabilities as bullmqJobsCapabilities } from './capabilities.ts';
export type { BullmqEngine } from './client/engine.ts';
export type { BullmqJobsOptions } from './options.ts';
