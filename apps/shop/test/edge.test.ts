import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openShop } from './support/shop.ts';

const form = 'application/x-www-form-urlencoded';

describe('the edge of the shop', () => {
  it.each(['/orders', '/orders/order_x', '/orders/order_x/return', '/orders/order_x/events', '/account'])(
    'sends strangers who open %s to the sign-in, and tells them nothing',
    async (path) => {
      await using shop = await openShop();
      const { status, headers } = await fetch(`${shop.url}${path}`, { redirect: 'manual' });
      expect(status).toBe(303);
      expect(headers.get('location')).toBe(`/auth/sign-in?returnTo=${encodeURIComponent(path)}`);
    },
  );

  it.each([
    ['a body that is too large', form, 'a'.repeat(1024 * 1024 + 1), 413],
    ['a form that is cut off', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-da', 400],
    ['a form without its boundary', 'multipart/form-data', 'x', 400],
  ])('refuses %s in plain words, and does not call it its own fault', async (_what, type, body, status) => {
    await using shop = await openShop();
    const headers = { 'content-type': type, origin: shop.url };
    const response = await fetch(`${shop.url}/orders`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toContain('our fault');
  });

  it.each(['/nothing', '/art/x.svg', '/provider/payments/x', '/postcards/x'])(
    'guards its page about %s like all others',
    async (path) => {
      await using shop = await openShop();
      const { status, headers } = await fetch(`${shop.url}${path}`);
      expect(status).toBe(404);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );

  it('lets browsers say where a form comes from, also where they send no Sec-Fetch-Site', async () => {
    await using shop = await openShop();
    const { headers } = await fetch(shop.url);
    expect(headers.get('referrer-policy')).toBe('same-origin'); // with no-referrer they send `Origin: null`
  });

  it('takes no form from a page under a foreign name that leads to this machine', async () => {
    await using shop = await openShop();
    const { hostname, port } = new URL(shop.url);
    const body = 'order=order_aaaaaaaaaaaaaaaa&postcard=north&copies=1';
    const request = [
      'POST /orders HTTP/1.1',
      `Host: rebound.test:${port}`,
      `Origin: http://rebound.test:${port}`,
      'Sec-Fetch-Site: same-origin',
      `Content-Type: ${form}`,
      `Content-Length: ${body.length}`,
      'Connection: close',
      '',
      body,
    ];
    expect(await rawStatus({ host: hostname, port: Number(port) }, request.join('\r\n'))).toBe(403);
  });

  it.each([
    'GET /art/../../package.json HTTP/1.1\r\nHost: x',
    'GET /art/..%2f..%2fpackage.json HTTP/1.1\r\nHost: x',
    'GET /art/%ff HTTP/1.1\r\nHost: x',
    'GET //evil.test/ HTTP/1.1\r\nHost: x',
    'GET / HTTP/1.1\r\nHost: [',
    'GET / HTTP/1.1\r\nHost: a b',
  ])('answers %j without falling over', async (head) => {
    await using shop = await openShop();
    const { hostname, port } = new URL(shop.url);
    const status = await rawStatus(
      { host: hostname, port: Number(port) },
      `${head}\r\nConnection: close\r\n\r\n`,
    );
    expect([400, 404]).toContain(status);
    expect((await fetch(shop.url)).status).toBe(200);
  });
});

/** What the shop answers to exactly these bytes. */
async function rawStatus(address: { host: string; port: number }, bytes: string): Promise<number> {
  const socket = connect(address);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.write(bytes);
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}
