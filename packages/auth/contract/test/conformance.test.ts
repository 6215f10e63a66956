import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultTable } from '@patchbay/core/conformance';
import { describe, expect, it } from 'vitest';
import { authCases, authScenarios, runAuthConformance } from '../src/conformance/index.ts';
import { auth } from '../src/index.ts';
import { boastful, incapable } from './support/incapable.ts';

const all = [...authCases, ...authScenarios];
const operations = Object.keys(auth.operations);
const sources = join(import.meta.dirname, '../src/conformance');

describe('the cases', () => {
  it('have ids of the form group.operation.behaviour, no two alike', () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, group, operation } of all) {
      expect(id).toMatch(/^[a-z]+\.[A-Za-z.]+\.[a-z0-9_]+$/);
      expect(id.startsWith(`${group}.${operation}.`)).toBe(true);
    }
  });

  it('have different bodies, or the same body with other parameters', () => {
    expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
  });

  it('say what they show in a sentence', () => {
    expect(all.filter(({ title }) => !/[.!?]$/.test(title)).map(({ id }) => id)).toEqual([]);
  });

  it.each(['contract', 'unsupported', 'errors', 'resilience', 'redaction'])(
    'cover every operation in the group %s',
    (group) => {
      const own = authCases.filter((entry) => entry.group === group);
      const covered = new Set(own.map(({ operation }) => operation));
      expect(operations.filter((name) => !covered.has(name))).toEqual([]);
    },
  );

  it('cover every method', () => {
    const methods = {
      signIn: ['begin', 'complete'],
      tokens: ['verify', 'refresh', 'revoke', 'clientCredentials', 'identity'],
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

describe('the business scenarios', () => {
  it('are at least fifteen', () => {
    expect(authScenarios.length).toBeGreaterThanOrEqual(15);
  });

  it('name no provider', () => {
    const text = readdirSync(join(sources, 'scenarios')).map((file) =>
      readFileSync(join(sources, 'scenarios', file), 'utf8'),
    );
    expect(text.join('\n')).not.toMatch(/oidc|\blocal\b|auth0|okta|keycloak|cognito|clerk|entra|google/i);
  });
});

describe('the suite', () => {
  it('runs under any test runner and without Node: it imports neither', () => {
    const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const imports = files.flatMap(
      (file) =>
        readFileSync(join(sources, file), 'utf8').match(/^(?:import|export|\}).* from '[^']+'/gm) ?? [],
    );
    expect(
      [...new Set(imports)].filter(
        (line) => !/ from '(\.|@patchbay\/core(?:\/(?:conformance|webhook))?')/.test(line),
      ),
    ).toEqual([]);
  });

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
