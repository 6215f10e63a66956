import { isExempt, runConformance } from '@patchbay/core/conformance';
import { describe, expect, it } from 'vitest';
import { suite } from './stall.ts';
import { harnessOf } from './stall-adapter.ts';

const keyed = harnessOf('native');
const keyless = harnessOf('none');

runConformance('stall whose vendor honours keys', suite.generated, keyed, { describe, it });
runConformance('stall whose vendor knows no keys', suite.generated, keyless, { describe, it });

function caseOf(id: string) {
  const found = suite.generated.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`There is no case ${id}.`);
  return found;
}

describe('a generated suite', () => {
  it('notices a vendor that does not honour the keys that its adapter promises', async () => {
    const lying = harnessOf('none', 'native');
    await expect(caseOf('resilience.sell.lost_answer').run(lying)).rejects.toThrow(
      'at most one of the sales',
    );
    await expect(caseOf('resilience.sell.lost_answer').run(keyed)).resolves.toBeUndefined();
  });

  it('asks for no repetition, and no replay, of a vendor that knows no keys', () => {
    for (const id of [
      'contract.sell.same_key_same_answer',
      'resilience.sell.lost_answer',
      'resilience.sell.key_in_flight',
    ])
      expect(caseOf(id).skip(keyless)).toBe('it honours no idempotency key');
    expect(caseOf('resilience.label.lost_answer').skip(keyless)).toBeUndefined();
  });

  it('asks for no fault of an operation that makes no request', () => {
    const about = suite.generated.filter(({ operation }) => operation === 'quote');
    expect(about.map(({ group }) => group)).not.toContain('resilience');
  });

  it('leaves out what a harness exempts, with its reason', () => {
    const exempt = { 'resilience.*.html_*': 'it has no pages' };
    expect(caseOf('resilience.sell.html_502').skip({ ...keyed, exempt })).toBe('it has no pages');
    expect(caseOf('resilience.sell.hang').skip({ ...keyed, exempt })).toBeUndefined();
  });

  it('leaves out what needs a fixture that the provider lacks, with the reason', () => {
    const [entry] = suite.cases('contract', 'sell', {
      takes_a_banknote: {
        title: 'A banknote is taken.',
        needs: { fixtures: ['banknote'] },
        run: async () => {},
      },
    });
    expect(entry?.skip({ ...keyed, lacks: { banknote: 'it takes coins' } })).toBe(
      'no fixture banknote: it takes coins',
    );
    expect(entry?.skip({ ...keyed, lacks: { coin: 'it takes banknotes' } })).toBeUndefined();
  });

  it('runs what a harness exempts all the same: what passes needs no exemption', async () => {
    const id = 'resilience.sell.lost_answer';
    const exempt = { [id]: 'it loses no answer' };
    const ran = new Map<string, () => Promise<void>>();
    const it = Object.assign((name: string, body: () => Promise<void>) => ran.set(name, body), {
      skip: () => {},
    });
    const runner = { describe: (_name: string, body: () => void) => body(), it };
    const name = `${id}: exempt, it has to fail (it loses no answer)`;
    runConformance('stall', suite.generated, { ...keyed, exempt }, runner);
    await expect(ran.get(name)?.()).rejects.toThrow(
      'exempt, but passes: delete the exemption (it loses no answer)',
    );
    runConformance('stall', suite.generated, { ...harnessOf('none', 'native'), exempt }, runner);
    await expect(ran.get(name)?.()).resolves.toBeUndefined();
  });

  it('skips what a harness exempts where it does not apply anyway', () => {
    const exempt = { 'resilience.sell.lost_answer': 'it loses no answer' };
    expect(isExempt(caseOf('resilience.sell.lost_answer'), { ...keyless, exempt })).toBe(false);
  });

  it('refuses an exemption that no case has', () => {
    const exempt = { 'resilience.*.htlm_*': 'it has no pages' };
    const register = Object.assign(() => {}, { skip: () => {} });
    const runner = { describe: (_name: string, body: () => void) => body(), it: register };
    expect(() => runConformance('stall', suite.generated, { ...keyed, exempt }, runner)).toThrow(
      'exempts resilience.*.htlm_*: there is no such case',
    );
  });
});
