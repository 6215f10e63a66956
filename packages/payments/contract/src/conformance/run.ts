import { runConformance, type TestRunner } from '@patchbay/core/conformance';
import type { PaymentsHarness } from './harness.ts';
import { paymentsScenarios } from './scenarios.ts';
import { paymentsCases } from './suite.ts';

/**
 * Registers every case and every business scenario of the category with a test runner. Cases that do not apply to
 * the provider are registered as skipped, with the reason in their name.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runPaymentsConformance(harness, { describe, it });
 */
export function runPaymentsConformance(harness: PaymentsHarness, runner: TestRunner): void {
  runConformance('payments', [...paymentsCases, ...paymentsScenarios], harness, runner);
}
