import { describe, expect, it } from 'vitest';
import { buy, newestOrder, openShop } from './support/shop.ts';

describe('live news of an order', () => {
  it('reach an open page when the webhook has settled the payment', async () => {
    await using shop = await openShop();
    const hosted = await buy(shop);
    const { url } = await newestOrder(shop);
    const response = await fetch(`${url}/events`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await shop.browser.submit(hosted, { press: /^Pay/, andLeave: true });
    expect((await reader?.read())?.value).toContain('event: news');
    await reader?.cancel();
  });

  it('do not keep the shop from closing', async () => {
    const shop = await openShop();
    await buy(shop);
    const { url } = await newestOrder(shop);
    const response = await fetch(`${url}/events`);
    await shop[Symbol.asyncDispose]();
    expect(await response.text()).toBe('');
  });
});
