import { describe, expect, it } from 'vitest';
import { png, pngOf } from './support/pictures.ts';
import { sessionOf } from './support/raw-sign-in.ts';
import { openPeopledShop, type PeopledShop } from './support/shop.ts';

describe('the script that uploads', () => {
  it('is given an address for exactly one type and size', async () => {
    await using shop = await openPeopledShop();
    const { url, headers } = await granted(shop, { type: 'image/png', sizeBytes: '70' });
    const put = (body: Uint8Array<ArrayBuffer>, type = headers['content-type'] ?? '') =>
      fetch(url, { method: 'PUT', body, headers: { 'content-type': type } });
    expect((await put(pngOf(71))).status).toBe(400);
    expect((await put(png, 'text/html')).status).toBe(400);
    expect((await put(png)).status).toBe(200);
  });

  it.each([
    { type: 'image/svg+xml', sizeBytes: '70' },
    { type: 'image/png', sizeBytes: '5000001' },
    { type: 'image/png', sizeBytes: '0' },
    {},
  ])('is told why there is none for %j', async (wish) => {
    await using shop = await openPeopledShop();
    expect(await granted(shop, wish)).toMatchObject({
      status: 400,
      detail: 'It has to be a JPEG or PNG of at most 5 MB.',
    });
  });

  it('is told when nobody is signed in any more', async () => {
    await using shop = await openPeopledShop();
    const path = '/postcards/north/pictures/picture_aaaaaaaaaaaaaaaa';
    const response = await fetch(`${shop.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ type: 'image/png', sizeBytes: '70' }),
      headers: { origin: shop.url, accept: 'application/json' },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ title: 'Please sign in' });
  });
});

interface Granted {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the shop answers to the script. */
async function granted(shop: PeopledShop, wish: Readonly<Record<string, string>>): Promise<Granted> {
  const cookie = await sessionOf(shop);
  const response = await fetch(`${shop.url}/postcards/north/pictures/picture_aaaaaaaaaaaaaaaa`, {
    method: 'POST',
    body: new URLSearchParams(wish),
    headers: { cookie, origin: shop.url, accept: 'application/json' },
  });
  return response.json() as Promise<Granted>; // of the shop's own
}
