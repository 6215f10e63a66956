import { paymentsCases } from '@patchbay/payments/conformance';
import { describe, expect, it } from 'vitest';
import { formatFailures, formatReports } from '../src/report.ts';
import { matches } from '../src/suite.ts';

const report = {
  adapter: 'payments-acme',
  ms: 1234,
  reasons: new Map([['it has no adjust', 2]]),
  results: [
    { id: 'contract.create.charges_at_once', status: 'passed' },
    { id: 'contract.get.sees_refunds', status: 'failed', error: new Error('refunded: expected 1, found 0') },
    { id: 'contract.adjust.raises_the_authorization', status: 'not_applicable' },
  ],
} as const;

describe('the report', () => {
  it('counts passed, failed and not applicable per adapter, with the reasons', () => {
    const text = formatReports([report]);
    expect(text).toMatch(/payments-acme\s+1\s+1\s+1\s+1\.2/);
    expect(text).toContain('not applicable to payments-acme:\n     2  it has no adjust');
  });

  it('says of each failed case what it shows and what was found', () => {
    const text = formatFailures(report, paymentsCases);
    expect(text).toContain('FAILED payments-acme contract.get.sees_refunds');
    expect(text).toContain('A payment tells how much of it is refunded.');
    expect(text).toContain('refunded: expected 1, found 0');
  });

  it('is silent about failures where there are none', () => {
    expect(formatFailures({ ...report, results: [] }, paymentsCases)).toBe('');
  });
});

describe('a pattern', () => {
  it('takes dots as they are and a star for anything', () => {
    expect(matches('contract.*.charges')({ id: 'contract.create.charges' })).toBe(true);
    expect(matches('contract.get')({ id: 'contractXget' })).toBe(false);
    expect(matches('contract.get')({ id: 'contract.get.more' })).toBe(false);
  });
});
