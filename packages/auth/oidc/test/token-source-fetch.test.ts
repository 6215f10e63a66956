import type { TokenSource } from '@patchbay/auth';
import { type FaultServer, serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, type World } from './support/world.ts';

/** An API, and the tokens that it refuses. */
interface Api extends AsyncDisposable {
  readonly server: FaultServer;
  readonly url: string;
  readonly refused: Set<string>;
}

async function newApi(): Promise<Api> {
  const refused = new Set<string>();
  const server = await serve(async (request) => {
    const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const body = await request.text();
    return refused.has(token) || refused.has('all')
      ? new Response('refused', { status: 401 })
      : Response.json({ token, body });
  });
  return { server, url: `${server.url}/orders`, refused, [Symbol.asyncDispose]: () => server.close() };
}

const post = { method: 'POST', body: 'x' } as const;
const newUpload = () => ({ ...post, body: new Blob(['x']).stream(), duplex: 'half' }) as const;

/** A source whose present token the API refuses. */
async function refusedSource(world: World, api: Api): Promise<TokenSource> {
  const source = world.auth.tokens.source();
  api.refused.add(await source.token());
  return source;
}

describe('fetch of a token source', () => {
  it('adds the token to what the caller sends', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    const { fetch: send, token } = world.auth.tokens.source();
    const response = await send(new URL(api.url), {
      method: 'POST',
      body: 'two apples',
      headers: { 'x-trace': '7', authorization: 'Basic of-the-caller' },
    });
    expect(await response.json()).toEqual({ token: await token(), body: 'two apples' });
    expect(api.server.received[0]?.headers.get('x-trace')).toBe('7');
  });

  it('renews a token that is refused, and sends the request again', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    const source = await refusedSource(world, api);
    const response = await source.fetch(api.url, { method: 'PUT', body: new URLSearchParams({ a: '1' }) });
    expect(await response.json()).toEqual({ token: await source.token(), body: 'a=1' });
    expect([world.provider.count('token'), api.server.received.length]).toEqual([2, 2]);
  });

  it('renews it once for 50 requests that are refused at once', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    const source = await refusedSource(world, api);
    const responses = await Promise.all(Array.from({ length: 50 }, () => source.fetch(api.url)));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(world.provider.count('token')).toBe(2);
  });

  it('hands back the second 401, and asks for no more tokens than one in 5 seconds', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    api.refused.add('all');
    const source = world.auth.tokens.source();
    const first = await source.fetch(api.url);
    expect([first.status, await first.text()]).toEqual([401, 'refused']);
    expect([world.provider.count('token'), api.server.received.length]).toEqual([2, 2]);
    await source.fetch(api.url);
    expect([world.provider.count('token'), api.server.received.length]).toEqual([2, 3]);
    await world.clock.advance(5000);
    await source.fetch(api.url);
    expect([world.provider.count('token'), api.server.received.length]).toEqual([3, 5]);
  });

  it.each([
    ['a stream', ({ url }: Api, { fetch: send }: TokenSource) => send(url, newUpload())],
    ['a Request with a body', ({ url }: Api, { fetch: send }: TokenSource) => send(new Request(url, post))],
  ])('does not send %s again, and has a new token for the next request', async (_, sendOnce) => {
    await using world = await newWorld();
    await using api = await newApi();
    const source = await refusedSource(world, api);
    expect((await sendOnce(api, source)).status).toBe(401);
    expect(api.server.received).toHaveLength(1);
    expect((await source.fetch(api.url)).status).toBe(200);
  });

  it('sends a Request without a body again', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    const source = await refusedSource(world, api);
    const response = await source.fetch(new Request(api.url, { headers: { 'x-trace': '7' } }));
    expect(response.status).toBe(200);
    expect(api.server.received.map(({ headers }) => headers.get('x-trace'))).toEqual(['7', '7']);
  });

  it('says what is wrong with the provider where no new token can be had', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    const source = await refusedSource(world, api);
    world.server.fault({ kind: 'status', status: 503 });
    expect(await failureOf(source.fetch(api.url))).toEqual(['provider_unavailable', undefined]);
  });

  it('gives up with the reason of the caller’s signal, as the platform’s fetch does', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    const controller = new AbortController();
    const call = world.auth.tokens.source().fetch(api.url, { signal: controller.signal });
    controller.abort(new Error('The page was closed.'));
    await expect(call).rejects.toThrow('The page was closed.');
    expect(api.server.received).toHaveLength(0);
  });

  it('throws on what the platform throws', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    api.server.fault({ kind: 'resetBefore' });
    await expect(world.auth.tokens.source().fetch(api.url)).rejects.toBeInstanceOf(TypeError);
  });
});

describe('a token', () => {
  it('follows no redirect, whoever wishes so', async () => {
    await using world = await newWorld();
    await using stranger = await newApi();
    await using api = await serve(() => Response.redirect(stranger.url, 307));
    const response = await world.auth.tokens.source().fetch(api.url, { redirect: 'follow' });
    expect([response.status, response.headers.get('location')]).toEqual([307, stranger.url]);
    expect(stranger.server.received).toHaveLength(0);
  });

  it('goes only to the origins that are named', async () => {
    await using world = await newWorld();
    await using api = await newApi();
    await using stranger = await newApi();
    const source = world.auth.tokens.source({ origins: [api.server.url] });
    expect((await source.fetch(api.url)).status).toBe(200);
    const refusals = [stranger.url, api.url.replace('127.0.0.1', 'localhost'), '/orders'];
    for (const url of refusals) {
      expect(await failureOf(source.fetch(url))).toEqual(['invalid_request', 'parameter_invalid']);
    }
    expect(stranger.server.received).toHaveLength(0);
  });

  it('goes nowhere in clear but on this machine, or where that is named', async () => {
    await using world = await newWorld();
    const sent: string[] = [];
    const send: typeof fetch = async (input) => {
      sent.push(String(input));
      return new Response();
    };
    const inClear = 'http://orders.internal/7';
    const source = world.auth.tokens.source({ fetch: send });
    expect(await failureOf(source.fetch(inClear))).toEqual(['invalid_request', 'parameter_invalid']);
    expect(world.provider.count('token')).toBe(0);
    await source.fetch('https://orders.test/7');
    await world.auth.tokens.source({ fetch: send, origins: ['http://orders.internal'] }).fetch(inClear);
    expect(sent).toEqual(['https://orders.test/7', inClear]);
  });
});
