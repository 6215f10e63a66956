import type { PaymentsCase, PaymentsHarness } from './harness.ts';
import { paymentsScenarios } from './scenarios.ts';
import { paymentsCases } from './suite.ts';

/** What a test runner offers: vitest, node:test and jest all do. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: Register & { readonly skip: Register };
}

type Register = (name: string, body: () => Promise<void>) => unknown;

/**
 * Registers every case and every business scenario of the category with a test runner. Cases that do not apply to
 * the provider are registered as skipped, with the reason in their name.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runPaymentsConformance(harness, { describe, it });
 */
export function runPaymentsConformance(harness: PaymentsHarness, { describe, it }: TestRunner): void {
  for (const [group, members] of byGroup([...paymentsCases, ...paymentsScenarios])) {
    describe(`payments conformance of ${harness.provider}: ${group}`, () => {
      for (const entry of members) {
        const reason = entry.skip(harness);
        const run = (): Promise<void> => entry.run(harness);
        if (reason === undefined) it(`${entry.id}: ${entry.title}`, run);
        else it.skip(`${entry.id}: ${entry.title} (${reason})`, run);
      }
    });
  }
}

function byGroup(entries: readonly PaymentsCase[]): ReadonlyMap<string, readonly PaymentsCase[]> {
  const groups = new Map<string, PaymentsCase[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return groups;
}
