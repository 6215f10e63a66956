import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultTable } from '@patchbay/core/conformance';
import { describe, expect, it } from 'vitest';
import { emailCases, emailScenarios, runEmailConformance } from '../src/conformance/index.ts';
import { email } from '../src/index.ts';
import { harness } from './support/harness.ts';
import { boastful, incapable } from './support/incapable.ts';

const all = [...emailCases, ...emailScenarios];
const operations = Object.keys(email.operations);
const sources = join(import.meta.dirname, '../src/conformance');

runEmailConformance(harness, { describe, it });

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
      const own = emailCases.filter((entry) => entry.group === group);
      const covered = new Set(own.map(({ operation }) => operation));
      expect(operations.filter((name) => !covered.has(name))).toEqual([]);
    },
  );

  it('meet every fault of the table, as a write and as a read', () => {
    const ids = new Set(emailCases.map(({ id }) => id));
    for (const [fault, row] of Object.entries(faultTable)) {
      expect(ids.has(`resilience.send.${fault}`)).toBe(true);
      expect(ids.has(`resilience.suppressions.list.${fault}`)).toBe('read' in row);
    }
  });
});

describe('the business scenarios', () => {
  it('are at least fifteen', () => {
    expect(emailScenarios.length).toBeGreaterThanOrEqual(15);
  });

  it('name no provider', () => {
    const text = readdirSync(join(sources, 'scenarios')).map((file) =>
      readFileSync(join(sources, 'scenarios', file), 'utf8'),
    );
    expect(text.join('\n')).not.toMatch(/sendgrid|outbox|smtp|resend|postmark|mailgun|\bses\b/i);
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
