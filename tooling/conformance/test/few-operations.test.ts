import { runCases } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { type SmallStores, smallStores } from './support/small-stores.ts';

/** What is expected of a category on stores that lack operations. */
interface Row {
  readonly category: string;
  readonly stores: SmallStores;
  /** On a store with only these operations the suite skips cases, each with the reason, and runs others. */
  readonly few: readonly string[];
  readonly skipped: Readonly<Record<string, string>>;
  readonly runs: string;
  /** Stores on which nothing may fail or hang. */
  readonly sound: readonly (readonly string[])[];
}

const rows: readonly Row[] = [
  {
    category: 'state',
    stores: smallStores.state,
    few: ['get'],
    skipped: {
      'contract.leases.acquire.one_holder': 'it has no cas',
      'contract.leases.with.waits': 'it has no cas',
      'contract.once.hung_work_is_taken_over': 'it has no putIfAbsent',
      'contract.keyMemory.shared': 'it has no cas',
      'limits.increment.is_shared': 'it has no increment',
      'contract.get.whole': 'it has no put',
      'scenarios.work.nightly_job': 'it has no cas',
    },
    runs: 'contract.get.missing',
    sound: [['get'], ['get', 'put', 'delete']],
  },
  {
    category: 'jobs',
    stores: smallStores.jobs,
    few: ['enqueue', 'claim'],
    skipped: {
      'work.work.does_jobs': 'it has no renew',
      'work.work.is_woken_by_a_redrive': 'it has no renew',
      'contract.claim.counts_tries': 'it has no get',
      'contract.complete.ends': 'it has no complete',
      'leases.claim.each_its_own': 'it has no complete',
      'ordering.enqueue.one_at_a_time': 'it has no complete',
      'scenarios.operations.mended_bug': 'it has no renew',
    },
    runs: 'races.claim.one_job',
    sound: [
      ['enqueue', 'get'],
      ['enqueue', 'get', 'claim', 'complete'],
    ],
  },
];

describe.each(rows)('the suite of $category', ({ stores, few, skipped, runs, sound }) => {
  const { cases, operations, withOnly, register } = stores;

  it('leaves out no case of a store that has every operation but for its wire, its account and its traits', () => {
    const whole = withOnly(operations);
    const reasons = new Set(cases.flatMap((entry) => entry.skip(whole) ?? []));
    expect([...reasons].filter((reason) => reason.startsWith('it has no '))).toEqual([]);
  });

  it('registers what a small store lacks as skipped, with the operation in the reason', () => {
    const [run, left]: [string[], string[]] = [[], []];
    const note = Object.assign((name: string) => run.push(name), { skip: (name: string) => left.push(name) });
    register(withOnly(few), { describe: (_name, body) => body(), it: note });
    expect(run.length + left.length).toBe(cases.length);
    const reasonOf = (id: string) =>
      /\(([^()]*)\)$/.exec(left.find((name) => name.startsWith(`${id}:`)) ?? '')?.[1];
    const found = Object.keys(skipped).map((id) => [id, reasonOf(id)]);
    expect(Object.fromEntries(found)).toEqual(skipped);
    expect(run.some((name) => name.startsWith(`${runs}:`))).toBe(true);
  });

  it.each(sound.map((declared) => ({ declared })))(
    'has nothing fail or hang on a store with only $declared',
    async ({ declared }) => {
      const small = withOnly(declared);
      const results = await runCases(
        cases.filter((entry) => entry.skip(small) === undefined),
        small,
      );
      expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(results.length).toBeGreaterThan(declared.length * 5);
    },
  );
});
