export { type PgbossJobs, pgbossJobs } from './adapter.ts';
export { capabilities as pgbossJobsCapabilities } from './capabilities.ts';
export type { PgTransaction } from './driver/transaction.ts';
export type { PgbossJobsOptions } from './options.ts';
