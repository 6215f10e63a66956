import { describe, expect, it } from 'vitest';
import { buy, count, newestOrder, openShop, openWiredShop, pay, untilShown } from './support/shop.ts';

describe('what comes from outside', () => {
  it('refuses forms that were sent from elsewhere', async () => {
    await using shop = await openShop();
    const paid = await pay(shop, await buy(shop));
    for (const headers of [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }, {}]) {
      const body = new URLSearchParams({ refund: 'refund_aaaaaaaaaaaaaaaa', amount: '3.50' });
      const response = await fetch(`${paid.url}/refunds`, { method: 'POST', body, headers });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('That did not come from here');
    }
    expect((await newestOrder(shop)).text).toContain('Paid €3.50');
  });

  it('refuses a forged webhook with a problem document that tells a forger nothing', async () => {
    await using shop = await openShop();
    const response = await fetch(`${shop.url}/webhooks/payments`, {
      method: 'POST',
      body: '{"type":"payment.captured"}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'webhook_rejected', status: 400 });
  });

  it('handles an event once, however often it is delivered', async () => {
    await using shop = await openWiredShop();
    await pay(shop, await buy(shop));
    await shop.fake.settled();
    const [event] = shop.fake.events.filter(({ type }) => type === 'payment_intent.succeeded');
    expect(await shop.fake.deliver(event?.id ?? '')).toBe(200);
    expect(await shop.fake.deliver(event?.id ?? '')).toBe(200);
    const { url } = await newestOrder(shop);
    const { text } = await untilShown(shop, url, /Webhook payment\.captured/);
    expect(count(text, 'Webhook payment.captured')).toBe(1);
    expect(count(text, 'Paid , learned from')).toBe(1);
  });

  it('handles an event again by itself when the provider could not be read', async () => {
    await using shop = await openWiredShop();
    const hosted = await buy(shop);
    shop.server.fault({ kind: 'status', status: 503, times: 1_000, match: ({ method }) => method === 'GET' });
    await shop.browser.submit(hosted, { press: /^Pay/, andLeave: true });
    await shop.fake.settled();
    expect(new Set(shop.fake.deliveries.map(({ status }) => status))).toEqual(new Set([200]));
    const { url } = await newestOrder(shop);
    const waiting = await untilShown(shop, url, /payments\.checkout\.get .* not applied/);
    expect(waiting.text).toContain('Waiting for payment');
    shop.server.reset();
    expect((await untilShown(shop, url, /Paid €3\.50/)).text).toContain('learned from the webhook');
  });

  it('takes events about things that are not its own', async () => {
    await using shop = await openWiredShop();
    const send = async (reference: string): Promise<number> => {
      await pay(shop, await buy(shop));
      await shop.fake.settled();
      const [event] = shop.fake.events.filter(({ type }) => type === 'payment_intent.succeeded').slice(-1);
      if (event === undefined) throw new Error('Nothing was paid.');
      const foreign = {
        ...event,
        data: {
          object: { ...event.data.object, id: 'pi_elsewhere', metadata: { patchbay_reference: reference } },
        },
      };
      return (await fetch(await shop.fake.sign(foreign as typeof event))).status;
    };
    expect(await send('invoice-12')).toBe(200);
    expect(await send('order_zzzzzzzzzzzzzzzz')).toBe(200); // it may still be written down
  });

  it('escapes what it shows', async () => {
    await using shop = await openShop();
    const page = await fetch(`${shop.url}/${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(page.status).toBe(404);
    expect(await page.text()).not.toContain('<script>alert');
  });

  it('sends its pages with headers that allow nothing from elsewhere', async () => {
    await using shop = await openShop();
    const { headers } = await fetch(shop.url);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
