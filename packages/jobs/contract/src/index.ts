export type { JobsApi } from './api.ts';
export type { JobsCapabilities, JobsTrait } from './capabilities.ts';
export { type Jobs, type JobsContract, type JobsNeeds, type JobsOf, jobs } from './contract.ts';
export type {
  BuryJob,
  ClaimedJob,
  ClaimJobs,
  DeadJob,
  Enqueued,
  EnqueueJob,
  HeldJob,
  Job,
  JobInput,
  JobStatus,
  Json,
  QueueInput,
  QueueStats,
  RenewJob,
  RetryJob,
} from './job.ts';
export { jobsLimits } from './limits.ts';
export type { JobsMethods } from './methods.ts';
export { defaultKeepDoneMs, type KeepDone, keepDoneMsDescription, keepDoneMsSchema } from './options.ts';
export { readPayload } from './payload.ts';
export { type JobsReason, jobsReasons } from './reasons.ts';
export type { FailedTry, JobHandler, Worker, Working, WorkOptions } from './worker.ts';
