import { runConformance, type TestRunner } from '@patchbay/core/conformance';
import type { AuthHarness } from './harness.ts';
import { authScenarios } from './scenarios.ts';
import { authCases } from './suite.ts';

/**
 * Registers every case and every business scenario of the category with a test runner. Cases that do not apply to
 * the provider are registered as skipped, with the reason in their name.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runAuthConformance(harness, { describe, it });
 */
export function runAuthConformance(harness: AuthHarness, runner: TestRunner): void {
  runConformance('auth', [...authCases, ...authScenarios], harness, runner);
}
