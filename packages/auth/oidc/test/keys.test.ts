import { oidcAuth } from '@patchbay/auth-oidc';
import type { Interceptor } from '@patchbay/core';
import { generateSigningKey } from '@patchbay/testing/oidc';
import { exportJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, type World } from './support/world.ts';

const minute = 60_000;
const unknownKey = ['unauthenticated', 'key_unknown'];

async function newToken({ auth }: World): Promise<string> {
  return (await auth.tokens.clientCredentials({ scopes: ['orders'] })).accessToken.reveal();
}

function verify({ auth, provider }: World, token: string): Promise<unknown> {
  return auth.tokens.verify(token, { audience: `${provider.issuer}/api` });
}

/** A token of a stranger, who names a key as he likes. */
async function bogusToken(kid: string): Promise<string> {
  const { privateKey } = await strangersKey;
  return new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
}

const strangersKey = generateSigningKey('ES256');

describe('the provider’s keys', () => {
  it('are read once for 50 verifications that begin cold', async () => {
    await using world = await newWorld();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => newToken(world)));
    expect(world.provider.keys.fetches).toBe(0);
    await Promise.all(tokens.map((token) => verify(world, token)));
    expect(world.provider.keys.fetches).toBe(1);
  });

  it('are read once in 30 seconds for 200 bogus kids, and good ones never wait', async () => {
    await using world = await newWorld();
    const token = await newToken(world);
    await verify(world, token);
    const storm = async (name: string): Promise<void> => {
      for (let number = 0; number < 200; number += 1) {
        expect(await failureOf(verify(world, await bogusToken(`${name}-${number}`)))).toEqual(unknownKey);
      }
      await verify(world, token);
    };
    await storm('first');
    expect(world.provider.keys.fetches).toBe(2);
    await world.clock.advance(30_000);
    await storm('second');
    expect(world.provider.keys.fetches).toBe(3);
  });

  it('are read once for 200 bogus kids at the same moment', async () => {
    await using world = await newWorld();
    await verify(world, await newToken(world));
    const tokens = await Promise.all(Array.from({ length: 200 }, (_, number) => bogusToken(`kid-${number}`)));
    const results = await Promise.all(tokens.map((token) => failureOf(verify(world, token))));
    expect(results).toEqual(tokens.map(() => unknownKey));
    expect(world.provider.keys.fetches).toBe(2);
  });

  it('include a new one as soon as a token names it', async () => {
    await using world = await newWorld();
    await verify(world, await newToken(world));
    await world.provider.keys.rotate();
    await verify(world, await newToken(world));
    expect(world.provider.keys.fetches).toBe(2);
  });

  it('are renewed before they are stale, while nobody waits', async () => {
    await using world = await newWorld();
    await verify(world, await newToken(world));
    await world.clock.advance(8 * minute);
    world.provider.keys.down('hang');
    await verify(world, await newToken(world)); // answers although the key set does not
    world.provider.keys.up();
    await expect.poll(() => world.provider.keys.fetches).toBe(2);
  });

  it('serve a day longer while the provider’s key set is down, and no longer', async () => {
    await using world = await newWorld();
    await verify(world, await newToken(world));
    world.provider.keys.down({ status: 503 });
    for (const waitMs of [11 * minute, 60 * minute, 22 * 60 * minute]) {
      await world.clock.advance(waitMs);
      await verify(world, await newToken(world));
    }
    await world.clock.advance(90 * minute);
    const token = await newToken(world);
    expect(await failureOf(verify(world, token))).toEqual(['provider_unavailable', 'keys_unavailable']);
    world.provider.keys.up();
    await world.clock.advance(5000);
    await verify(world, token);
  });

  it('are not asked for by every call while they are down: once in 5 seconds', async () => {
    await using world = await newWorld();
    const token = await newToken(world);
    world.provider.keys.down({ status: 500 });
    const unavailable = ['provider_unavailable', 'keys_unavailable'];
    for (let call = 0; call < 20; call += 1)
      expect(await failureOf(verify(world, token))).toEqual(unavailable);
    expect(world.provider.keys.fetches).toBe(1);
    await world.clock.advance(5000);
    world.provider.keys.up();
    await verify(world, token);
  });

  it('lose a removed one at the next reading, also for a token that was verified with it', async () => {
    await using world = await newWorld();
    const token = await newToken(world);
    await verify(world, token);
    const [removed = ''] = world.provider.keys.kids;
    await world.provider.keys.rotate();
    world.provider.keys.remove(removed);
    await verify(world, token);
    await world.clock.advance(10 * minute);
    expect(await failureOf(verify(world, token))).toEqual(unknownKey);
  });

  it('count no more under their old name: another key in its place is another key', async () => {
    await using world = await newWorld();
    const token = await newToken(world);
    await verify(world, token);
    const jwk = await exportJWK((await strangersKey).publicKey);
    world.provider.alter({ jwks: (keys) => keys.map(({ kid = '' }) => ({ ...jwk, kid })) });
    expect(await failureOf(verify(world, await bogusToken('bogus')))).toEqual(unknownKey); // the keys are read again
    expect(await failureOf(verify(world, token))).toEqual(['unauthenticated', 'signature_invalid']);
  });

  it('are no set: the provider’s answer is to blame, not the token', async () => {
    await using world = await newWorld();
    const token = await newToken(world);
    world.provider.alter({ jwks: (keys) => Array.from({ length: 201 }, () => keys[0] ?? {}) });
    expect(await failureOf(verify(world, token))).toEqual(['invalid_response', 'keys_invalid']);
  });

  it('leave a caller who gives up, and go on for the others', async () => {
    await using world = await newWorld();
    const token = await newToken(world);
    world.provider.keys.down('hang');
    const caller = new AbortController();
    const audience = `${world.provider.issuer}/api`;
    const impatient = failureOf(world.auth.tokens.verify(token, { audience }, { signal: caller.signal }));
    const patient = verify(world, token);
    caller.abort();
    expect(await impatient).toEqual(['aborted', undefined]);
    await expect.poll(() => world.provider.keys.fetches).toBe(1);
    world.provider.keys.up();
    expect(await failureOf(patient)).toEqual(['provider_unavailable', 'keys_unavailable']); // what hung ends with 503
  });

  it('serve on when the provider answers that they have not changed, which nobody asked', async () => {
    await using world = await newWorld();
    const token = await newToken(world);
    await verify(world, token);
    world.provider.alter({ intercept: toUnchanged });
    await world.clock.advance(11 * minute);
    await verify(world, token);
    await using cold = world.newAuth();
    expect(await failureOf(verify({ ...world, auth: cold }, token))).toEqual(['invalid_response', undefined]);
  });

  it('are seen to be out of reach by whoever watches, though nobody else notices', async () => {
    await using world = await newWorld();
    const seen: string[] = [];
    const around: Interceptor['around'] = ({ operation }, next) =>
      next().catch((error: unknown) => {
        seen.push(operation);
        throw error;
      });
    await using auth = oidcAuth(world.options, {
      clock: world.clock,
      policy: { retry: false },
      interceptors: [{ around }],
    });
    const token = await newToken(world);
    await verify({ ...world, auth }, token);
    world.provider.keys.down({ status: 503 });
    await world.clock.advance(11 * minute);
    await verify({ ...world, auth }, token);
    expect(seen).toEqual(['auth.flow.keys']);
  });
});

function toUnchanged(endpoint: string): Response | undefined {
  return endpoint === 'jwks' ? new Response(null, { status: 304 }) : undefined;
}
