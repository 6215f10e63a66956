import { runConformance, type TestRunner } from '@patchbay/core/conformance';
import type { JobsHarness } from './harness.ts';
import { jobsScenarios } from './scenarios.ts';
import { jobsCases } from './suite.ts';

/**
 * Registers every case and every business scenario of the category with a test runner. Cases that do not apply to
 * the provider are registered as skipped, with the reason in their name.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runJobsConformance(harness, { describe, it });
 */
export function runJobsConformance(harness: JobsHarness, runner: TestRunner): void {
  runConformance('jobs', [...jobsCases, ...jobsScenarios], harness, runner);
}
