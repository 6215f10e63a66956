import { runConformance, type TestRunner } from '@patchbay/core/conformance';
import type { StateHarness } from './harness.ts';
import { stateScenarios } from './scenarios.ts';
import { stateCases } from './suite.ts';

/**
 * Registers every case and every business scenario of the category with a test runner. Cases that do not apply to
 * the provider are registered as skipped, with the reason in their name.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runStateConformance(harness, { describe, it });
 */
export function runStateConformance(harness: StateHarness, runner: TestRunner): void {
  runConformance('state', [...stateCases, ...stateScenarios], harness, runner);
}
