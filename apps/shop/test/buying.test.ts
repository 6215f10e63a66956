import { describe, expect, it } from 'vitest';
import {
  buy,
  buyer,
  count,
  newestOrder,
  openShop,
  openWiredShop,
  orderLinks,
  pay,
  postcardPage,
  untilShown,
} from './support/shop.ts';

/** All that providers tell of a purchase has been handled. */
const whole = /^(?=.*checkout\.completed)(?=.*payment\.captured)(?=.*message\.accepted)/s;

describe('buying a postcard', () => {
  it('leads from the rack over the payment page to a paid order', async () => {
    await using shop = await openShop();
    const paid = await pay(shop, await buy(shop));
    expect(paid.text).toContain('Paid €3.50');
    const order = await shop.browser.awaitText(paid, /Receipt \(€3\.50\) was sent/);
    expect(count(order.text, 'Paid , learned from')).toBe(1);
    expect(order.refreshSeconds).toBeUndefined();
  });

  it('turns paid by the webhook alone when the payer closes the tab', async () => {
    await using shop = await openShop();
    const hosted = await buy(shop);
    const order = await newestOrder(shop);
    expect(order.text).toContain('Waiting for payment');
    expect(order.refreshSeconds).toBe(3);
    await shop.browser.submit(hosted, { press: /^Pay/, andLeave: true });
    const paid = await shop.browser.awaitText(order, /Paid €3\.50/);
    expect(paid.text).toContain('Paid , learned from the webhook');
  });

  it('makes one order and one payment page of a double click', async () => {
    await using shop = await openShop();
    const postcard = await postcardPage(shop, /North/);
    const pages = await Promise.all(
      [1, 2, 3].map(() =>
        shop.browser.submit(postcard, { press: /^Buy$/, choose: /^3 /, type: { email: buyer } }),
      ),
    );
    expect(new Set(pages.map(({ url }) => url)).size).toBe(1);
    expect(orderLinks(await shop.browser.open(`${shop.url}/orders`))).toHaveLength(1);
    const order = await newestOrder(shop);
    expect(order.text).toContain('€12.00');
    expect(count(order.text, 'payments.checkout.create')).toBe(1);
  });

  it('charges once when Pay is clicked twice', async () => {
    await using shop = await openShop();
    const hosted = await buy(shop);
    await Promise.all([pay(shop, hosted), pay(shop, hosted)]);
    const order = await shop.browser.awaitText(await newestOrder(shop), /Paid €3\.50/);
    expect(count(order.text, 'Paid , learned from')).toBe(1);
  });

  it('tells of a decline, and takes another card on the same page', async () => {
    await using shop = await openShop();
    const declined = await pay(shop, await buy(shop), /0002/);
    const order = await shop.browser.awaitText(await newestOrder(shop), /Declined €3\.50/);
    expect(order.text).toContain('Nothing was charged. You can try again');
    expect((await pay(shop, declined)).text).toContain('Paid €3.50');
  });

  it('keeps an order open that was left by the cancel link', async () => {
    await using shop = await openShop();
    const order = await shop.browser.follow(await buy(shop), /cancel/i);
    expect(order.text).toContain('Waiting for payment');
    const hosted = await shop.browser.submit(order, { press: /Continue to payment/ });
    expect((await pay(shop, hosted)).text).toContain('Paid €3.50');
  });

  it('does not call a payment paid that the bank is still processing', async () => {
    await using shop = await openShop();
    const order = await pay(shop, await buy(shop), /Processing/);
    expect(order.text).toContain('Payment in progress');
    expect(order.refreshSeconds).toBe(3);
  });

  it('takes other currencies in their own units', async () => {
    await using shop = await openShop({ SHOP_CURRENCY: 'JPY' });
    expect((await pay(shop, await buy(shop))).text).toContain('Paid ¥350');
  });

  it.each([
    { copies: '99' },
    { copies: '0.5' },
    { postcard: 'mona-lisa' },
    { order: 'order_1' },
    { picture: 'picture_aaaaaaaaaaaaaaaa' },
  ])('refuses a form with %o', async (wrong) => {
    await using shop = await openShop();
    const type = { email: buyer, ...wrong };
    const refused = await shop.browser.submit(await postcardPage(shop), { press: /^Buy$/, type });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('That is not on the rack');
    expect(orderLinks(await shop.browser.open(`${shop.url}/orders`))).toEqual([]);
  });

  it('shows the same order after a restart', async () => {
    await using shop = await openWiredShop();
    await pay(shop, await buy(shop));
    await shop.fake.settled();
    const { url } = await shop.browser.awaitText(await newestOrder(shop), /was sent/);
    const before = await untilShown(shop, url, whole);
    await shop.restart();
    expect((await newestOrder(shop)).text).toBe(before.text);
  });

  it('keeps an open payment page over a restart', async () => {
    await using shop = await openShop();
    const hosted = await buy(shop);
    await shop.restart();
    expect((await pay(shop, hosted)).text).toContain('Paid €3.50');
  });
});
