import { type OperationName } from '@patchbay/core';
import { type PaymentsApi, payments } from '@patchbay/payments';
import { describe, expect, it } from 'vitest';

const { operations } = payments;

async function problemsOf(operation: OperationName<PaymentsApi>, input: unknown): Promise<readonly string[]> {
  const result = await operations[operation].input?.['~standard'].validate(input);
  return (result?.issues ?? []).map(({ message }) => message);
}

describe('the inputs of the operations', () => {
  it('refuse to send empty evidence, which could not be taken back', async () => {
    const empty = { id: 'dp_1', evidence: {} };
    expect(await problemsOf('disputes.submit', empty)).toEqual([
      'some evidence: it is sent once and for all',
    ]);
    expect(await problemsOf('disputes.submit', { ...empty, evidence: { explanation: 'Sent.' } })).toEqual([]);
    expect(await problemsOf('disputes.submit', { ...empty, vendor: { evidence: { receipt: 'f' } } })).toEqual(
      [],
    );
  });

  it.each(['.', '..', ''])('refuse the id %j: as a path it would lead elsewhere', async (id) => {
    expect(await problemsOf('customers.update', { id })).toHaveLength(1);
    expect(await problemsOf('get', { id: 'pi_.1' })).toEqual([]);
  });

  it('refuse a change of a subscription that changes nothing', async () => {
    expect(await problemsOf('subscriptions.change', { id: 'sub_1' })).toEqual(['give planId or quantity']);
  });

  it.each([
    ['a fraction of a minor unit', { minor: 0.5, currency: 'EUR' }],
    ['nothing', { minor: 0, currency: 'EUR' }],
    ['less than nothing', { minor: -1, currency: 'EUR' }],
    ['a withdrawn currency', { minor: 1, currency: 'HRK' }],
    ['lower case', { minor: 1, currency: 'eur' }],
  ])('refuse to charge %s', async (_what, amount) => {
    expect(await problemsOf('create', { amount })).toHaveLength(1);
  });

  it('need the trait `metadata` wherever they take metadata', async () => {
    const noted = { metadata: { colour: 'blue' } };
    const [taking, needing]: [string[], string[]] = [[], []];
    for (const [name, { input, traits }] of Object.entries(operations)) {
      const { issues = [] } = (await input?.['~standard'].validate(noted)) ?? {};
      if (issues.every(({ message }) => message !== 'Unrecognized key: "metadata"')) taking.push(name);
      if (traits?.(noted as never).includes('metadata')) needing.push(name); // any input may have any field
    }
    expect(taking).toContain('checkout.create');
    expect(needing).toEqual(taking);
  });

  it('keep what a caller gives the vendor itself out of every error', () => {
    const taking = Object.entries(operations).filter(([name]) =>
      /create|capture|cancel|adjust|confirm|change|update|submit|setup$/.test(name),
    );
    const leaking = taking.filter(([, { personal = [] }]) => !personal.includes('vendor'));
    expect(taking.length).toBeGreaterThan(10);
    expect(leaking.map(([name]) => name)).toEqual([]);
  });
});
