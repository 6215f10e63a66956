import type { Chaos, OrderScene } from './chaos.ts';
import type { FarSides, PaymentBooks } from './far-side.ts';
import { expectEqual } from './report.ts';
import { callsOn, tellCall } from './timeline.ts';

/** What the page of an order tells of each write. A refund reads first what it is a refund of. */
const expected = {
  'payments.checkout.create': 'by stripe: 2 attempts (network, then 200), done',
  'payments.refunds.create': 'by stripe: 3 attempts (read 200, then refund network, then refund 200), done',
} as const;

/**
 * The connection breaks after each write was done, before its answer. The same request goes out again under the same
 * key, and is answered with what was done the first time.
 */
export const lostAnswers: Chaos = {
  at: 'payments',
  provider: 'stripe',
  inDoubt: 0,
  async witness(scenes) {
    const [{ report } = {}] = scenes;
    if (report === undefined) return;
    report.heading('Chaos: the connection breaks after every write, before the answer');
    await report.step('Payment: each write took two attempts', async () => {
      const counts: number[] = [];
      for (const scene of scenes) counts.push(await expectTwoAttempts(scene));
      expectEqual(counts.join(), '3,1,1', 'Writes that the orders tell of');
    });
  },
  compare: ({ payments }: Pick<FarSides, 'payments'>) => compareKeys(payments),
};

/** Returns how many writes the page of the order tells of. */
async function expectTwoAttempts({ browser, order, report }: OrderScene): Promise<number> {
  const page = await browser.open(order);
  let count = 0;
  for (const [operation, words] of Object.entries(expected)) {
    for (const told of callsOn(page, operation).map(tellCall)) {
      expectEqual(told, `${operation} ${words}`, `What ${order} tells`);
      report.line(`      ${told}`);
      count += 1;
    }
  }
  return count;
}

/** Three payment pages and two refunds: each was asked for twice under one key, and done once. */
export function compareKeys({ writes }: PaymentBooks): void {
  expectEqual(writes.length, 5, 'Keys of writes');
  for (const { operation, key, requests, replayed } of writes) {
    expectEqual(requests, 2, `Requests ${operation} under the key ${key}`);
    expectEqual(replayed, 1, `Of them answered with what was done before, ${operation} under the key ${key}`);
  }
}
