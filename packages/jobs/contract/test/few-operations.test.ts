import { jobsCases, jobsScenarios, runJobsConformance } from '@patchbay/jobs/conformance';
import { runCases } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { operations, withOnly } from './support/with-only.ts';

const all = [...jobsCases, ...jobsScenarios];
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
    runJobsConformance(withOnly(['enqueue', 'claim']), { describe: (_name, body) => body(), it: register });
    expect(run.length + skipped.length).toBe(all.length);
    const reasonOf = (id: string) =>
      /\(([^()]*)\)$/.exec(skipped.find((name) => name.startsWith(`${id}:`)) ?? '')?.[1];
    expect(reasonOf('work.work.does_jobs')).toBe('it has no renew');
    expect(reasonOf('work.work.is_woken_by_a_redrive')).toBe('it has no renew');
    expect(reasonOf('contract.claim.counts_tries')).toBe('it has no get');
    expect(reasonOf('contract.complete.ends')).toBe('it has no complete');
    expect(reasonOf('leases.claim.each_its_own')).toBe('it has no complete');
    expect(reasonOf('ordering.enqueue.one_at_a_time')).toBe('it has no complete');
    expect(reasonOf('scenarios.operations.mended_bug')).toBe('it has no renew');
    expect(run.some((name) => name.startsWith('races.claim.one_job:'))).toBe(true);
  });

  it.each([{ declared: ['enqueue', 'get'] }, { declared: ['enqueue', 'get', 'claim', 'complete'] }] as const)(
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
