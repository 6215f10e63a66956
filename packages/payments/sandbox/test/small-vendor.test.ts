import { paymentsCases, paymentsScenarios, runPaymentsConformance } from '@patchbay/payments/conformance';
import { describe, expect, it } from 'vitest';
import { careless, honest } from './support/small-vendor.ts';

const all = [...paymentsCases, ...paymentsScenarios];
const caseOf = (id: string) => all.find((entry) => entry.id === id);

runPaymentsConformance(honest, { describe, it });

describe('a vendor that can do little', () => {
  it('passes without an exemption', () => {
    expect(honest.exempt).toBeUndefined();
  });

  it('has the reason printed for each fixture that it lacks', () => {
    const reasons = new Set(all.map((entry) => entry.skip(honest)));
    expect(reasons).toContain('no fixture authenticate: it never asks the payer');
    expect(reasons).toContain('no fixture processing: it decides at once');
  });

  it('cannot leave a fixture out without a word', async () => {
    const { lacks: _none, ...silent } = honest;
    await expect(caseOf('contract.create.asks_the_payer_to_authenticate')?.run(silent)).rejects.toThrow(
      'the harness has the fixture authenticate',
    );
  });

  it.each([
    'contract.create.tells_the_description',
    'contract.create.tells_what_to_save_the_method_for',
    'contract.refunds.create.tells_the_reason',
    'errors.create.unknown_customer',
  ])('fails when it drops what it has no place for: %s', async (id) => {
    await expect(caseOf(id)?.run(honest)).resolves.toBeUndefined();
    await expect(caseOf(id)?.run(careless)).rejects.toThrow(/or it is refused|should have failed/);
  });
});
