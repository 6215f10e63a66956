import { describe, expect, it } from 'vitest';
import { send } from './support/client.ts';
import { receiving } from './support/receiving.ts';
import { type Server, type Serving, servers } from './support/servers.ts';

const written = [
  'x-forwarded-for',
  '203.0.113.9, 198.51.100.7',
  'x-forwarded-proto',
  'https',
  'x-forwarded-host',
  'shop.example',
];

describe.each<[string, Server]>(Object.entries(servers))('%s', (_name, serve) => {
  async function receivedBehind(trustProxy: number | boolean | undefined, headers: readonly string[]) {
    const { received, handle } = receiving();
    await using serving: Serving = await serve(handle, trustProxy === undefined ? {} : { trustProxy });
    await send(`${serving.origin}/webhooks/acme?a=1`, {
      headers: ['content-type', 'application/json', ...headers],
      chunks: [new Uint8Array([1])],
    });
    const { url = '', address, bytes } = received[0] ?? {};
    expect(bytes).toEqual(new Uint8Array([1]));
    return { url: url.replace(serving.origin, 'own:'), address };
  }

  it('believes no forwarded header that nobody was trusted to write', async () => {
    const own = { url: 'own:/webhooks/acme?a=1', address: '127.0.0.1' };
    expect(await receivedBehind(undefined, written)).toEqual(own);
    expect(await receivedBehind(false, written)).toEqual(own);
  });

  it('takes what the outermost of its own proxies saw, and nothing left of it', async () => {
    const url = 'https://shop.example/webhooks/acme?a=1';
    expect(await receivedBehind(true, written)).toEqual({ url, address: '198.51.100.7' });
    expect(await receivedBehind(2, written)).toEqual({ url, address: '203.0.113.9' });
  });

  it('knows no address where fewer proxies wrote one than there should be', async () => {
    expect((await receivedBehind(3, written)).address).toBeUndefined();
    expect((await receivedBehind(1, [])).address).toBeUndefined();
  });

  it.each([
    ['198.51.100.7:4711', '198.51.100.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:198.51.100.7', '::ffff:198.51.100.7'],
    ['unknown', undefined],
    ['_hidden', undefined],
    ['', undefined],
  ])('reads %o as the address %o', async (entry, address) => {
    expect((await receivedBehind(1, ['x-forwarded-for', `203.0.113.9, ${entry}`])).address).toBe(address);
  });

  it.each(['a b', 'user@evil.example', 'evil.example/path', 'evil.example#', 'evil.example:99999'])(
    'takes no host from %o, and no scheme but http and https',
    async (host) => {
      const { url } = await receivedBehind(1, ['x-forwarded-host', host, 'x-forwarded-proto', 'javascript']);
      expect(url).toBe('http://localhost/webhooks/acme?a=1');
    },
  );
});
