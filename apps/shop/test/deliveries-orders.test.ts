import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { buy, newestOrder, openShop, pay, untilShown } from './support/shop.ts';

describe('an order that is paid and refunded', () => {
  it('is announced once each to whoever asked on the page of deliveries, over a restart, too', async () => {
    await using listener = await serve(() => new Response());
    await using shop = await openShop({ SHOP_ENDPOINTS_ALLOW: '127.0.0.1' });
    const page = await shop.browser.open(`${shop.url}/deliveries`);
    await shop.browser.submit(page, {
      press: /^Add$/,
      type: { url: `${listener.url}/hook`, events: 'order.*' },
    });
    await pay(shop, await buy(shop));
    const order = await newestOrder(shop);
    await shop.browser.submit(await untilShown(shop, order.url, /Refund, up to/), { press: /^Refund$/ });
    const told = () => listener.received.map(({ text }) => JSON.parse(text).type).toSorted();
    await expect.poll(told).toEqual(['order.paid', 'order.refunded']);
    const orderId = order.url.split('/').at(-1);
    expect(listener.received.map(({ headers }) => headers.get('webhook-id'))).toContain(
      `order-paid-${orderId}`,
    );
    await shop.restart();
    const { text } = await untilShown(shop, `${shop.url}/deliveries`, /order\.refunded.*delivered/s);
    expect(text).toMatch(/In: payments.*payment\.\w+.*handled/s);
    expect(told()).toEqual(['order.paid', 'order.refunded']);
  });
});
