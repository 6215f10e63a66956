import { faultTable } from '@patchbay/core/conformance';
import { describe, expect, it } from 'vitest';
import { authCases, authScenarios, runAuthConformance } from '../src/conformance/index.ts';
import { auth } from '../src/index.ts';
import { boastful, incapable } from './support/incapable.ts';

const all = [...authCases, ...authScenarios];
const operations = Object.keys(auth.operations);

describe('the cases', () => {
  it('cover every method', () => {
    const methods = {
      signIn: ['begin', 'complete'],
      tokens: ['verify', 'refresh', 'revoke', 'clientCredentials', 'source', 'identity'],
      device: ['begin', 'complete'],
      signOut: ['begin', 'receive'],
    };
    const covered = new Set(authCases.map(({ operation }) => operation));
    const wanted = Object.entries(methods).flatMap(([group, names]) =>
      names.map((name) => `${group}.${name}`),
    );
    expect([...wanted, 'pages'].filter((name) => !covered.has(name))).toEqual([]);
  });

  it('meet every fault of the table, as a write and as a read', () => {
    const ids = new Set(authCases.map(({ id }) => id));
    for (const [fault, row] of Object.entries(faultTable)) {
      expect(ids.has(`resilience.users.create.${fault}`)).toBe(true);
      expect(ids.has(`resilience.users.get.${fault}`)).toBe('read' in row);
    }
  });

  it('expect no credential where the provider is open to everybody', () => {
    const ids = authCases.map(({ id }) => id);
    const open = ['flow.discover', 'flow.keys', 'flow.userInfo'];
    const wrong = ids.filter((id) => id.includes('wrong_credential') || id.includes('refused_credential'));
    expect(wrong.filter((id) => open.some((operation) => id.includes(operation)))).toEqual([]);
  });
});

describe('the suite', () => {
  it('registers every case with a runner, those that do not apply as skipped with the reason', () => {
    const [run, skipped]: [string[], string[]] = [[], []];
    const register = Object.assign((name: string) => run.push(name), {
      skip: (name: string) => skipped.push(name),
    });
    runAuthConformance(incapable, { describe: (_name, body) => body(), it: register });
    expect(run.length + skipped.length).toBe(all.length);
    const refused = run.filter((name) => name.startsWith('unsupported.'));
    expect(refused.length).toBeGreaterThanOrEqual(operations.length);
    expect(skipped.find((name) => name.startsWith('contract.signIn.complete.tells_who_it_is'))).toContain(
      '(it lacks the trait sign_in)',
    );
  });

  it.each(authCases.filter((entry) => entry.skip(incapable) === undefined))(
    'passes on a provider that can do nothing and says so: $id',
    async (entry) => expect(entry.run(incapable)).resolves.toBeUndefined(),
  );

  it.each(authCases.filter(({ id }) => id.includes('.trait_')))(
    'passes on a provider that has no trait and says so: $id',
    async (entry) => expect(entry.run(boastful)).resolves.toBeUndefined(),
  );

  it('notices a provider that declares what it does not have', async () => {
    const own = authCases.filter(
      (entry) => entry.id.startsWith('contract.users.') && entry.skip(boastful) === undefined,
    );
    const results = await Promise.allSettled(own.map((entry) => entry.run(boastful)));
    expect(results.map(({ status }) => status)).toEqual(own.map(() => 'rejected'));
  });
});
