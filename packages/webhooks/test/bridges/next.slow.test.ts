import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodies } from './support/bodies.ts';
import { send } from './support/client.ts';
import { serveNext } from './support/next-server.ts';
import type { Serving } from './support/servers.ts';

let serving: Serving;
beforeAll(async () => {
  serving = await serveNext();
}, 600_000);
afterAll(() => serving[Symbol.asyncDispose]());

const json = ['content-type', 'application/json'];
const chunks = [new TextEncoder().encode('{"amount":1.0}')];
const forwarded = [
  'x-forwarded-for',
  '203.0.113.9, 198.51.100.7',
  'x-forwarded-proto',
  'https',
  'x-forwarded-host',
  'shop.example',
];

describe.each([
  ['a route in app', '/webhooks/acme'],
  ['an API route in pages without its parser', '/api/raw'],
])('Next.js, %s', (_name, path) => {
  it.each(Object.entries(bodies))('carries %s untouched', async (_case, [type, parts, more = []]) => {
    const headers = [...(type === undefined ? [] : ['content-type', type]), ...more];
    const { status, body } = await send(serving.origin + path, { headers, chunks: parts });
    expect(status).toBe(202);
    const seen: unknown = JSON.parse(String(body));
    expect(seen).toMatchObject({
      method: 'POST',
      bytes: Buffer.concat(parts).toString('base64'),
      type: type ?? null,
    });
  });

  it('carries GET, and the URL with the host that was asked for', async () => {
    const { body } = await send(`${serving.origin}${path}?a=1`, { method: 'GET' });
    expect(JSON.parse(String(body))).toMatchObject({ method: 'GET', url: `${serving.origin}${path}?a=1` });
  });

  it('leaves the cap to the receiver', async () => {
    const large = { headers: json, chunks: [new Uint8Array(1024 * 1024 + 1)] };
    expect(await send(serving.origin + path, large)).toMatchObject({ status: 413 });
    expect(await send(serving.origin + path, { headers: json, chunks })).toMatchObject({ status: 202 });
  });
});

it('Next.js: the address and the URL come from the proxies, where they are trusted', async () => {
  const read = async (path: string): Promise<unknown> => {
    const { body } = await send(serving.origin + path, { headers: [...json, ...forwarded], chunks });
    return JSON.parse(String(body));
  };
  const own = await read('/webhooks/acme');
  expect(own).not.toHaveProperty('address');
  expect(own).not.toMatchObject({ url: expect.stringContaining('shop.example') });
  expect(await read('/api/raw')).toMatchObject({ address: '127.0.0.1', url: `${serving.origin}/api/raw` });
  expect(await read('/behind')).toMatchObject({
    address: '198.51.100.7',
    url: 'https://shop.example/behind',
  });
});

it.each([
  ['a route in app that has read the request', '/parsed', 'export const { GET, POST } = toNext(handle)'],
  [
    'an API route in pages with its parser',
    '/api/parsed',
    'export const config = { api: { bodyParser: false } }',
  ],
])('Next.js, %s, is told how to repair it, and the vendor to deliver again', async (_name, path, fix) => {
  const { status, headers, body } = await send(serving.origin + path, { headers: json, chunks });
  expect(status).toBe(500);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(String(body))).toMatchObject({
    reason: 'body_parsed',
    detail: expect.stringContaining(fix),
  });
});
