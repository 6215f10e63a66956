import { describe, expect, it } from 'vitest';
import { type TestMethod, testMethods } from '../src/index.ts';
import { openShop } from './support/shop.ts';

const statusOf = {
  succeeds: 'captured',
  authenticates: 'requires_action',
  processes: 'processing',
  is_disputed: 'captured',
  refund_fails: 'captured',
  declines: 'failed',
} as const satisfies Record<TestMethod['effect']['kind'], string>;

describe('the table of test methods', () => {
  it.each(testMethods)('$id does what its row says', async ({ id, effect }) => {
    await using shop = await openShop();
    const { status, failure } = await shop.pay({ paymentMethodId: id });
    expect(status).toBe(statusOf[effect.kind]);
    expect(failure).toEqual(effect.kind === 'declines' ? effect.failure : undefined);
  });

  it.each(testMethods)('$id can be chosen on the hosted page', async ({ id, label }) => {
    await using shop = await openShop();
    const { url = '' } = await shop.payments.checkout.create(
      {
        items: [{ name: 'Postcard', unitAmount: { minor: 100, currency: 'EUR' }, quantity: 1 }],
        successUrl: 'https://shop.example/ok',
        cancelUrl: 'https://shop.example/no',
      },
      shop.once(),
    );
    const { html } = await shop.payer.load(url);
    expect(html).toContain(`<input type="radio" name="method" value="${id}"`);
    expect(html).toContain(label);
  });

  it('tells every way in which a bank refuses a card only once', () => {
    const reasons = testMethods.flatMap(({ effect }) =>
      effect.kind === 'declines' ? [effect.failure.reason] : [],
    );
    expect(new Set(reasons).size).toBe(reasons.length);
  });
});
