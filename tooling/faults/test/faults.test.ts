import { describe, expect, it } from 'vitest';
import { expected } from '../expected.ts';
import { type FaultName, faultsOf } from '../faults.ts';
import { differences } from '../judge.ts';
import { measure } from '../measure.ts';
import { rows } from '../rows.ts';

/** What is found wrong with an adapter of Stripe, by fault, in a process of its own as always. */
async function judge(module: string, faults: readonly FaultName[]) {
  const row = {
    vendor: 'stripe',
    adapter: 'stripePayments',
    module: new URL(module, import.meta.url),
  } as const;
  const measured = await measure(row, faults);
  return measured.map((found) => differences('stripePayments', found).join('; '));
}

describe('the failure matrix', () => {
  it('expects something of every adapter under every fault that its vendor can have', () => {
    const missing = rows.flatMap(({ vendor, adapter }) =>
      adapter === undefined
        ? []
        : faultsOf(vendor).filter((fault) => !Object.hasOwn(expected[adapter], fault)),
    );
    expect(missing).toEqual([]);
  });

  it('finds nothing wrong with the adapter itself', async () => {
    expect(await judge('../subjects/stripe-payments.ts', ['server_error', 'missing'])).toEqual(['', '']);
  }, 180_000);

  it('notices a retry below core', async () => {
    expect(await judge('./broken/inner-retry.ts', ['server_error', 'unavailable'])).toEqual([
      'requests: 6, expected 3',
      '',
    ]);
  }, 180_000);

  it('notices a credential that is printed, and a timer that is left', async () => {
    const [wrong] = await judge('./broken/leaking.ts', ['missing']);
    expect(wrong).toContain('left open: 1 more Timeout');
    expect(wrong).toMatch(/printed: credential in console, .*message/);
  }, 180_000);

  it('notices an error that takes what may have happened for undone', async () => {
    expect(await judge('./broken/doubting.ts', ['reset_after'])).toEqual([
      'outcome: not_applied, expected unknown',
    ]);
  }, 180_000);

  it('notices a process that ends', async () => {
    expect(await judge('./broken/ending.ts', ['missing', 'server_error'])).toEqual([
      'the process ended',
      'the process ended',
    ]);
  }, 180_000);
});
