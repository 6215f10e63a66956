import { faultTable } from '@patchbay/core/conformance';
import { describe, expect, it } from 'vitest';
import { emailCases, emailScenarios, runEmailConformance } from '../src/conformance/index.ts';
import { email } from '../src/index.ts';
import { harness } from './support/harness.ts';
import { boastful, incapable } from './support/incapable.ts';

const all = [...emailCases, ...emailScenarios];
const operations = Object.keys(email.operations);

runEmailConformance(harness, { describe, it });

describe('the cases', () => {
  it('meet every fault of the table, as a write and as a read', () => {
    const ids = new Set(emailCases.map(({ id }) => id));
    for (const [fault, row] of Object.entries(faultTable)) {
      expect(ids.has(`resilience.send.${fault}`)).toBe(true);
      expect(ids.has(`resilience.suppressions.list.${fault}`)).toBe('read' in row);
    }
  });
});

describe('the suite', () => {
  it('registers every case with a runner, those that do not apply as skipped with the reason', () => {
    const [run, skipped]: [string[], string[]] = [[], []];
    const register = Object.assign((name: string) => run.push(name), {
      skip: (name: string) => skipped.push(name),
    });
    runEmailConformance(incapable, { describe: (_name, body) => body(), it: register });
    expect(run.length + skipped.length).toBe(all.length);
    const refused = run.filter((name) => name.startsWith('unsupported.'));
    expect(refused.length).toBeGreaterThanOrEqual(operations.length);
    expect(skipped.find((name) => name.startsWith('contract.send.arrives_whole'))).toContain(
      '(it has no send)',
    );
  });

  it.each(emailCases.filter((entry) => entry.skip(incapable) === undefined))(
    'passes on a provider that can do nothing and says so: $id',
    async (entry) => expect(entry.run(incapable)).resolves.toBeUndefined(),
  );

  it.each(emailCases.filter(({ id }) => id.includes('.trait_')))(
    'passes on a provider that has no trait and says so: $id',
    async (entry) => expect(entry.run(boastful)).resolves.toBeUndefined(),
  );

  it('notices a provider that declares what it does not have', async () => {
    const own = emailCases.filter(
      (entry) => entry.id.startsWith('contract.suppressions.') && entry.skip(boastful) === undefined,
    );
    const results = await Promise.allSettled(
      own.map(async (entry) => expect(entry.run(boastful)).resolves.toBeUndefined()),
    );
    expect(results.map(({ status }) => status)).toEqual(own.map(() => 'rejected'));
  });
});
