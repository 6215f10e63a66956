import { type ConformanceCase, exemptionOf, type Harness } from '@patchbay/core/conformance';
import { describe, expect, it } from 'vitest';
import { runAdapter } from '../src/suite.ts';

const harness: Harness = {
  provider: 'acme',
  capabilities: { provider: 'acme', operations: {}, traits: {}, idempotency: { kind: 'none' } },
  exempt: { 'errors.get.*': 'Acme forgets' },
  start: async () => {
    throw new Error('No account is needed.');
  },
};

function caseThat(behaviour: string, run: ConformanceCase['run']): ConformanceCase {
  const id = `errors.get.${behaviour}`;
  const skip: ConformanceCase['skip'] = (given) => exemptionOf(id, given);
  return { id, group: 'errors', operation: 'get', title: `It ${behaviour}.`, fingerprint: id, skip, run };
}

describe('an exempted case', () => {
  it('does not apply while it fails, and is a failure once it passes', async () => {
    const cases = [
      caseThat('fails', async () => {
        throw new Error('Acme forgot.');
      }),
      caseThat('passes', async () => {}),
    ];
    const { results, reasons } = await runAdapter({ name: 'payments-acme', harness }, cases, () => true);
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      ['errors.get.fails', 'not_applicable'],
      ['errors.get.passes', 'failed'],
    ]);
    expect(results[1]?.error).toMatchObject({
      message: 'exempt, but passes: delete the exemption (Acme forgets)',
    });
    expect([...reasons]).toEqual([['Acme forgets', 2]]);
  });
});
