export type { AnyJobs, JobsCase, JobsHarness, JobsSubject } from './harness.ts';
export { runJobsConformance } from './run.ts';
export { jobsScenarios } from './scenarios.ts';
export { jobsCases } from './suite.ts';
