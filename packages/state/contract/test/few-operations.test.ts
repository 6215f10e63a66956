import { runStateConformance, stateCases, stateScenarios } from '@patchbay/state/conformance';
import { runCases } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { operations, withOnly } from './support/with-only.ts';

const all = [...stateCases, ...stateScenarios];
const whole = withOnly(operations);

describe('the suite', () => {
  it('leaves out no case of a store that has every operation but for its wire, its account and its traits', () => {
    const reasons = new Set(all.flatMap((entry) => entry.skip(whole) ?? []));
    expect([...reasons].filter((reason) => reason.startsWith('it has no '))).toEqual([]);
  });

  it('registers what a small store lacks as skipped, with the operation in the reason', () => {
    const [run, skipped]: [string[], string[]] = [[], []];
    const register = Object.assign((name: string) => run.push(name), {
      skip: (name: string) => skipped.push(name),
    });
    runStateConformance(withOnly(['get']), { describe: (_name, body) => body(), it: register });
    expect(run.length + skipped.length).toBe(all.length);
    const reasonOf = (id: string) =>
      /\(([^()]*)\)$/.exec(skipped.find((name) => name.startsWith(`${id}:`)) ?? '')?.[1];
    expect(reasonOf('contract.leases.acquire.one_holder')).toBe('it has no cas');
    expect(reasonOf('contract.leases.with.waits')).toBe('it has no cas');
    expect(reasonOf('contract.once.hung_work_is_taken_over')).toBe('it has no putIfAbsent');
    expect(reasonOf('contract.keyMemory.shared')).toBe('it has no cas');
    expect(reasonOf('limits.increment.is_shared')).toBe('it has no increment');
    expect(reasonOf('contract.get.whole')).toBe('it has no put');
    expect(reasonOf('scenarios.work.nightly_job')).toBe('it has no cas');
    expect(run.some((name) => name.startsWith('contract.get.missing:'))).toBe(true);
  });

  it.each([{ declared: ['get'] }, { declared: ['get', 'put', 'delete'] }] as const)(
    'has nothing fail or hang on a store with only $declared',
    async ({ declared }) => {
      const small = withOnly(declared);
      const results = await runCases(
        all.filter((entry) => entry.skip(small) === undefined),
        small,
      );
      expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(results.length).toBeGreaterThan(declared.length * 5);
    },
  );
});
