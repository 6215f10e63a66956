import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auth } from '@patchbay/auth';
import { email } from '@patchbay/email';
import { jobs } from '@patchbay/jobs';
import { payments } from '@patchbay/payments';
import { state } from '@patchbay/state';
import { storage } from '@patchbay/storage';
import { describe, expect, it } from 'vitest';
import { findAdapters } from '../src/adapters.ts';
import { categories } from '../src/categories.ts';

const packages = fileURLToPath(new URL('../../../packages', import.meta.url));
const contracts: Readonly<Record<string, { readonly operations: object }>> = {
  payments,
  email,
  storage,
  auth,
  state,
  jobs,
};

/** Vendors that nobody may lean on, beside those that have an adapter. */
const vendors = [
  'paypal',
  'adyen',
  'mollie',
  'resend',
  'postmark',
  'mailgun',
  'gcs',
  'azure',
  'auth0',
  'okta',
  'cognito',
];

function sourcesOf(category: string, folder = ''): readonly string[] {
  const root = join(packages, category, 'contract/src/conformance', folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join(root, file), 'utf8'));
}

describe.each(Object.entries(categories))('the suite of %s', (name, { cases, scenarios }) => {
  const all = [...cases, ...scenarios];
  const operations = Object.keys(contracts[name]?.operations ?? {});

  it('is of a contract that has operations', () => {
    expect(operations.length).toBeGreaterThan(4);
  });

  it('has ids of the form group.operation.behaviour, no two alike', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const odd = all.filter(
      ({ id, group, operation }) =>
        !/^[a-z]+\.[A-Za-z.]+\.[a-z0-9_]+$/.test(id) || !id.startsWith(`${group}.${operation}.`),
    );
    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('has different bodies, or the same body with other parameters', () => {
    expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
  });

  it('says in a sentence what each case shows', () => {
    expect(all.filter(({ title }) => !/[.!?]$/.test(title)).map(({ id }) => id)).toEqual([]);
  });

  it.each(['contract', 'unsupported', 'errors', 'resilience', 'redaction'])(
    'covers every operation in the group %s',
    (group) => {
      const covered = new Set(cases.filter((one) => one.group === group).map(({ operation }) => operation));
      expect(operations.filter((operation) => !covered.has(operation))).toEqual([]);
    },
  );

  it('tells at least fifteen business scenarios, which name no provider', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(15);
    const providers = readdirSync(join(packages, name)).filter((folder) => folder !== 'contract');
    const named = new RegExp(`\\b(${[...providers, ...vendors].join('|')})\\b`, 'i');
    const found = sourcesOf(name, 'scenarios').flatMap((text) => named.exec(text)?.[0] ?? []);
    expect(found).toEqual([]);
  });

  it('runs under any test runner and without Node: it imports neither', () => {
    const imports = sourcesOf(name).flatMap(
      (text) => text.match(/^(?:import|export|\}).* from '[^']+'/gm) ?? [],
    );
    const own = / from '(\.|@patchbay\/core(?:\/(?:conformance|ledger|webhook))?')/;
    expect([...new Set(imports)].filter((line) => !own.test(line))).toEqual([]);
  });
});

describe('our own adapters of payments', () => {
  it('lack no fixture: every case that their capabilities allow is run', async () => {
    const adapters = await findAdapters(join(packages, '..'), 'payments');
    expect(adapters.map(({ name }) => name)).toEqual(['payments-sandbox', 'payments-stripe']);
    const { cases = [] } = categories['payments'] ?? {};
    const reasons = adapters.flatMap(({ harness }) => cases.map((entry) => entry.skip(harness) ?? ''));
    expect(reasons.filter((reason) => reason.startsWith('no fixture'))).toEqual([]);
  });
});
