import type { AnyCapabilities } from '../contract.ts';
import type { BaseSubject, ConformanceCase, Harness } from './harness.ts';
import { isExempt, isMatch, runExempt } from './to-cases.ts';

/** What a test runner offers: vitest, node:test and jest all do. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: Register & { readonly skip: Register };
}

type Register = (name: string, body: () => Promise<void>) => unknown;

/**
 * Registers cases with a test runner. Cases that do not apply to the provider are registered as skipped, with the
 * reason in their name. Those that the harness exempts are run, and have to fail: an exemption without need is an
 * error.
 * @throws `Error` for an exemption of the harness that no case has.
 * @example
 * export function runEmailConformance(harness: EmailHarness, runner: TestRunner): void {
 *   runConformance('email', [...emailCases, ...emailScenarios], harness, runner);
 * }
 */
export function runConformance<Subject extends BaseSubject, C extends AnyCapabilities>(
  category: string,
  cases: readonly ConformanceCase<Subject, C>[],
  harness: Harness<Subject, C>,
  { describe, it }: TestRunner,
): void {
  assertExemptions(cases, harness);
  for (const group of new Set(cases.map((entry) => entry.group))) {
    describe(`${category} conformance of ${harness.provider}: ${group}`, () => {
      for (const entry of cases.filter((candidate) => candidate.group === group)) {
        const reason = entry.skip(harness);
        const run = (): Promise<void> => entry.run(harness);
        if (reason === undefined) it(`${entry.id}: ${entry.title}`, run);
        else if (isExempt(entry, harness))
          it(`${entry.id}: exempt, it has to fail (${reason})`, () => runExempt(entry, harness));
        else it.skip(`${entry.id}: ${entry.title} (${reason})`, run);
      }
    });
  }
}

/**
 * Fails when a harness exempts what there is no case for: the exemption has outlived its reason.
 * @throws `Error` with the pattern.
 */
export function assertExemptions(
  cases: readonly { readonly id: string }[],
  { provider, exempt = {} }: Pick<Harness, 'provider' | 'exempt'>,
): void {
  const idle = Object.keys(exempt).find((pattern) => !cases.some(({ id }) => isMatch(pattern, id)));
  if (idle !== undefined)
    throw new Error(`The harness of ${provider} exempts ${idle}: there is no such case.`);
}
