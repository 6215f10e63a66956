import { describe, expect, it } from 'vitest';
import { ask, sessionOf } from './support/raw-sign-in.ts';
import { buy, newestOrder, openPeopledShop } from './support/shop.ts';

describe('live news of an order', () => {
  it('reach an open page when the webhook has settled the payment', async () => {
    await using shop = await openPeopledShop();
    const hosted = await buy(shop);
    const { url } = await newestOrder(shop);
    const response = await ask(`${url}/events`, await sessionOf(shop));
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await shop.browser.submit(hosted, { press: /^Pay/, andLeave: true });
    expect((await reader?.read())?.value).toContain('event: news');
    await reader?.cancel();
  });

  it('do not keep the shop from closing', async () => {
    const shop = await openPeopledShop();
    await buy(shop);
    const { url } = await newestOrder(shop);
    const response = await ask(`${url}/events`, await sessionOf(shop));
    await shop[Symbol.asyncDispose]();
    expect(await response.text()).toBe('');
  });
});
