import { runConformance, type TestRunner } from '@patchbay/core/conformance';
import type { StorageHarness } from './harness.ts';
import { storageScenarios } from './scenarios.ts';
import { storageCases } from './suite.ts';

/**
 * Registers every case and every business scenario of the category with a test runner. Cases that do not apply to
 * the provider are registered as skipped, with the reason in their name.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runStorageConformance(harness, { describe, it });
 */
export function runStorageConformance(harness: StorageHarness, runner: TestRunner): void {
  runConformance('storage', [...storageCases, ...storageScenarios], harness, runner);
}
