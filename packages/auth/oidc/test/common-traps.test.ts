import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, signIn } from './support/world.ts';

/** The same kind of tests as core's `common-traps.test.ts`: the usual way failing, then ours passing. */
describe('T6: token code that sends JSON, looks at no status, and asks for a token each time', () => {
  it('goes on with no token at all; ours speaks OAuth, and says who was refused', async () => {
    await using world = await newWorld();
    const { options, auth, server } = world;
    const usual = async (clientSecret: string): Promise<unknown> => {
      const credentials = {
        grant_type: 'client_credentials',
        client_id: options.clientId,
        client_secret: clientSecret,
      };
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(credentials);
      const response = await fetch(`${options.issuer}/token`, { method: 'POST', headers, body });
      return Reflect.get(Object(await response.json()), 'access_token');
    };
    expect(await usual(String(options.clientSecret))).toBeUndefined(); // the right secret, and nobody noticed

    const { accessToken } = await auth.tokens.clientCredentials({ scopes: ['orders'] });
    expect(accessToken.reveal()).not.toBe('');
    const sent = server.received.at(-1);
    expect(sent?.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/);
    expect(new URLSearchParams(sent?.text).get('grant_type')).toBe('client_credentials');
    const mistaken = world.newAuth({ clientSecret: 'another-secret' });
    expect(await failureOf(mistaken.tokens.clientCredentials())).toEqual([
      'provider_auth_failed',
      'client_refused',
    ]);
  });

  it('asks for a token before each call of an API, and gives up at the first 401; ours asks once, and once more', async () => {
    await using world = await newWorld();
    const revoked = new Set<string | null>();
    await using api = await serve(({ headers }) => {
      const isRefused = revoked.has(headers.get('authorization'));
      return new Response(null, { status: isRefused ? 401 : 204 });
    });
    const usual = async (): Promise<number> => {
      const { accessToken } = await world.auth.tokens.clientCredentials();
      const headers = { authorization: `Bearer ${accessToken.reveal()}` };
      return (await fetch(api.url, { headers })).status;
    };
    await Promise.all(Array.from({ length: 20 }, usual));
    expect(world.provider.count('token')).toBe(20);

    const source = world.auth.tokens.source();
    const ours = async () => (await source.fetch(api.url)).status;
    expect(new Set(await Promise.all(Array.from({ length: 20 }, ours)))).toEqual(new Set([204]));
    expect(world.provider.count('token')).toBe(21);
    revoked.add(`Bearer ${await source.token()}`);
    expect(await Promise.all([ours(), ours()])).toEqual([204, 204]);
    expect(world.provider.count('token')).toBe(22);
  });

  it('asks as often as there are callers; ours refreshes once for all of them', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const before = world.provider.count('token');
    let asked = 0;
    const usual = async (): Promise<number> => (asked += 1);
    await Promise.all(Array.from({ length: 50 }, usual));
    expect(asked).toBe(50);

    const all = await Promise.all(Array.from({ length: 50 }, () => world.auth.tokens.refresh(tokens)));
    expect(world.provider.count('token') - before).toBe(1);
    expect(new Set(all.map(({ accessToken }) => accessToken.reveal())).size).toBe(1);
  });
});
