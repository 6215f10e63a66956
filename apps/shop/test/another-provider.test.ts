import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { buy, formsOf, newestOrder, openShop, pay } from './support/shop.ts';

describe('an order of a provider that is no longer in use', () => {
  it('is shown with the name of that provider, and asks nothing of the other one', async () => {
    const fake = stripeFake({ secretKey: 'sk_test_shop' });
    await using server = await serve(fake);
    await using shop = await openShop();
    const hosted = await buy(shop, /North/);
    const waiting = await newestOrder(shop);
    const paid = await pay(shop, await buy(shop));
    await shop.restart({
      PAYMENTS_PROVIDER: 'stripe',
      STRIPE_SECRET_KEY: 'sk_test_shop',
      STRIPE_WEBHOOK_SECRET: 'whsec_shop',
      STRIPE_BASE_URL: server.url,
    });
    const order = await shop.browser.awaitText(await shop.browser.open(paid.url), /was sent/);
    expect(order.text).toContain('Paid €3.50');
    expect(order.text).toContain('The payment of this order is with sandbox');
    expect(order.text).toContain('PAYMENTS_PROVIDER=sandbox again');
    expect(formsOf(order)).toEqual([]);
    const open = await shop.browser.open(waiting.url);
    expect(open.text).toContain('Waiting for payment');
    expect(formsOf(open)).toEqual([]);
    expect(open.refreshSeconds).toBeUndefined();

    // Pages that were open since before know nothing of the change.
    const refund = await shop.browser.submit(paid, { press: /^Refund$/, type: { amount: '1.00' } });
    expect(refund.status).toBe(409);
    expect(refund.text).toContain('Its payment is with sandbox, and payments are by stripe now');
    const again = await shop.browser.submit(waiting, { press: /Continue to payment/ });
    expect(again.status).toBe(409);
    expect((await shop.browser.open(`${waiting.url}/return`)).status).toBe(200);
    expect(fake.log).toEqual([]);

    await shop.restart();
    const back = await shop.browser.submit(await shop.browser.open(paid.url), {
      press: /^Refund$/,
      type: { amount: '1.00' },
    });
    expect(back.text).toContain('Partly refunded');
    expect((await pay(shop, hosted)).text).toContain('Paid €4.00');
  });
});
