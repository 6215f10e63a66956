import { runConformance, type TestRunner } from '@patchbay/core/conformance';
import type { EmailHarness } from './harness.ts';
import { emailScenarios } from './scenarios.ts';
import { emailCases } from './suite.ts';

/**
 * Registers every case and every business scenario of the category with a test runner. Cases that do not apply to
 * the provider are registered as skipped, with the reason in their name.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runEmailConformance(harness, { describe, it });
 */
export function runEmailConformance(harness: EmailHarness, runner: TestRunner): void {
  runConformance('email', [...emailCases, ...emailScenarios], harness, runner);
}
