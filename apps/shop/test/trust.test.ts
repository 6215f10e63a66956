import { describe, expect, it } from 'vitest';
import { buy, count, newestOrder, openShop, openWiredShop, pay } from './support/shop.ts';

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

  it('refuses a forged webhook and says why as a problem document', async () => {
    await using shop = await openShop();
    const response = await fetch(`${shop.url}/webhooks/payments`, {
      method: 'POST',
      body: '{"type":"payment.captured"}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'webhook_rejected', reason: 'signature_missing' });
  });

  it('handles an event once, however often it is delivered', async () => {
    await using shop = await openWiredShop();
    await pay(shop, await buy(shop));
    await shop.fake.settled();
    const [event] = shop.fake.events.filter(({ type }) => type === 'payment_intent.succeeded');
    expect(await shop.fake.deliver(event?.id ?? '')).toBe(204);
    expect(await shop.fake.deliver(event?.id ?? '')).toBe(204);
    const { text } = await newestOrder(shop);
    expect(count(text, 'came again: nothing to do')).toBe(2);
    expect(count(text, 'Paid , learned from')).toBe(1);
  });

  it('asks for another delivery while the provider cannot be read', async () => {
    await using shop = await openWiredShop();
    const hosted = await buy(shop);
    shop.server.fault({ kind: 'status', status: 503, times: 1_000, match: ({ method }) => method === 'GET' });
    await shop.browser.submit(hosted, { press: /^Pay/, andLeave: true });
    await shop.fake.settled();
    expect(shop.fake.deliveries.map(({ status }) => status)).toContain(503);
    expect((await newestOrder(shop)).text).toContain('Waiting for payment');
    shop.server.reset();
    const missed = shop.fake.deliveries.map(({ eventId }) => eventId);
    for (const id of missed) expect(await shop.fake.deliver(id)).toBe(204);
    expect((await newestOrder(shop)).text).toContain('Paid €3.50');
  });

  it('accepts events about things that are not its own, and asks again for an order that it does not know', async () => {
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
    expect(await send('invoice-12')).toBe(204);
    expect(await send('order_zzzzzzzzzzzzzzzz')).toBe(503);
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
