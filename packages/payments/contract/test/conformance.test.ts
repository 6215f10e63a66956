import { faultTable } from '@patchbay/core/conformance';
import { describe, expect, it } from 'vitest';
import { paymentsCases, paymentsScenarios, runPaymentsConformance } from '../src/conformance/index.ts';
import { payments } from '../src/index.ts';
import { boastful, incapable } from './support/incapable.ts';

const all = [...paymentsCases, ...paymentsScenarios];
const operations = Object.keys(payments.operations);

describe('the cases', () => {
  it('meet every fault of the table, as a write and as a read', () => {
    const ids = new Set(paymentsCases.map(({ id }) => id));
    for (const [fault, row] of Object.entries(faultTable)) {
      expect(ids.has(`resilience.create.${fault}`)).toBe(true);
      expect(ids.has(`resilience.get.${fault}`)).toBe('read' in row);
    }
  });
});

describe('the suite', () => {
  it('registers every case with a runner, those that do not apply as skipped with the reason', () => {
    const [run, skipped]: [string[], string[]] = [[], []];
    const register = Object.assign((name: string) => run.push(name), {
      skip: (name: string) => skipped.push(name),
    });
    runPaymentsConformance(incapable, { describe: (_name, body) => body(), it: register });
    expect(run.length + skipped.length).toBe(all.length);
    expect(run.filter((name) => name.startsWith('unsupported.')).length).toBeGreaterThanOrEqual(
      operations.length,
    );
    expect(skipped.find((name) => name.startsWith('contract.create.charges_at_once'))).toContain(
      '(it has no create)',
    );
  });

  it.each(paymentsCases.filter((entry) => entry.skip(incapable) === undefined))(
    'passes on a provider that can do nothing and says so: $id',
    async (entry) => expect(entry.run(incapable)).resolves.toBeUndefined(),
  );

  it.each(paymentsCases.filter(({ id }) => id.includes('.trait_')))(
    'passes on a provider that has no trait and says so: $id',
    async (entry) => expect(entry.run(boastful)).resolves.toBeUndefined(),
  );

  it('notices a provider that declares what it does not have', async () => {
    const own = paymentsCases.filter(({ id }) => id.startsWith('contract.customers.'));
    const results = await Promise.allSettled(
      own.map(async (entry) => expect(entry.run(boastful)).resolves.toBeUndefined()),
    );
    expect(results.map(({ status }) => status)).toEqual(own.map(() => 'rejected'));
  });
});
