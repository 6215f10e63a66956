import { describe, expect, it } from 'vitest';
import { sessionOf } from './support/raw-sign-in.ts';
import { buy, buyer, newestOrder, openShop, openWiredShop, pay } from './support/shop.ts';

describe('when the provider fails', () => {
  it('retries what may be repeated, and shows every attempt with its wait', async () => {
    await using shop = await openWiredShop();
    shop.server.fault({ kind: 'status', status: 503, times: 2 });
    const hosted = await buy(shop);
    expect(hosted.url).toContain(shop.server.url);
    const { text } = await newestOrder(shop);
    expect(text).toContain('3 attempts');
    expect(text).toMatch(/1: 503 provider_unavailable in/);
    expect(text).toMatch(/3: waited \d+(\.\d)? ms, then 200 in/);
    expect(shop.fake.log).toHaveLength(1);
  });

  it('says in plain words that nothing was charged, and how to go on', async () => {
    await using shop = await openWiredShop();
    shop.fake.fail({ status: 401, type: 'invalid_request_error' });
    const problem = await buy(shop);
    expect(problem.status).toBe(502);
    expect(problem.text).toContain('Nothing has happened to your money');
    expect(problem.text).toContain('Code provider_auth_failed');
    const order = await shop.browser.follow(problem, /Back to the order/);
    expect(order.text).toContain('Not paid');
    const hosted = await shop.browser.submit(order, { press: /^Pay$/ });
    expect((await pay(shop, hosted)).text).toContain('Paid €3.50');
  });

  it('shows no internals, neither on the page nor in the document', async () => {
    await using shop = await openWiredShop();
    shop.server.fault({ kind: 'resetAfter', times: 100 });
    const page = await buy(shop);
    for (const internal of [
      'sk_test_shop',
      'whsec_shop',
      'ECONNRESET',
      'node_modules',
      'Error:',
      shop.server.url,
    ]) {
      expect(page.text).not.toContain(internal);
    }
    const body = new URLSearchParams({
      order: 'order_aaaaaaaaaaaaaaaa',
      postcard: 'north',
      copies: '1',
      email: buyer,
    });
    const cookie = await sessionOf(shop);
    const headers = { cookie, origin: shop.url, accept: 'application/json' };
    const response = await fetch(`${shop.url}/orders`, { method: 'POST', body, headers, redirect: 'manual' });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const document = await response.text();
    expect(JSON.parse(document)).toMatchObject({ status: 502, code: 'network', outcome: 'unknown' });
    expect(document).not.toMatch(/sk_test_shop|whsec_shop|ECONNRESET/);
  });

  it('shows the order as it is known when the return page cannot read the payment', async () => {
    await using shop = await openWiredShop();
    const hosted = await buy(shop);
    shop.server.fault({ kind: 'status', status: 503, times: 1_000, match: ({ method }) => method === 'GET' });
    const order = await shop.browser.submit(hosted, { press: /^Pay/, choose: /4242/ });
    expect(order.status).toBe(200);
    expect(order.text).toContain('Waiting for payment');
    expect(order.text).toContain('not applied');
  });

  it.each(['/nothing', '/postcards/none', '/provider/payments/x', '/art/x.svg'])(
    'answers %s, which leads nowhere, with a page',
    async (path) => {
      await using shop = await openShop();
      const page = await shop.browser.open(`${shop.url}${path}`);
      expect(page.status).toBe(404);
      expect(page.links.map(({ label }) => label)).toContain('Back to the postcards');
    },
  );
});
