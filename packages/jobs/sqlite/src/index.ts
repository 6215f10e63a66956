export { type SqliteJobs, sqliteJobs } from './adapter.ts';
export type { SqliteJobsOptions } from './options.ts';
