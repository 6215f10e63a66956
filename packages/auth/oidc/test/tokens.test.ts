import { inspect } from 'node:util';
import type { VerifiedToken } from '@patchbay/auth';
import { base64url } from 'jose';
import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, signIn, type World } from './support/world.ts';

const minute = 60_000;

function apiOf({ provider }: World): string {
  return `${provider.issuer}/api`;
}

describe('a verified access token', () => {
  it('says whose it is, for whom and what for', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const token = await world.auth.tokens.verify(tokens.accessToken, {
      audience: ['https://other.test', apiOf(world)],
      scopes: ['orders'],
    });
    expect(token).toMatchObject({
      key: { issuer: world.provider.issuer, subject: 'ada' },
      kind: 'access',
      audience: [apiOf(world)],
      tokenId: expect.any(String),
      sessionId: world.provider.sessions[0]?.id,
    });
    expect(Number(token.expiresAt) - Number(token.issuedAt)).toBe(60 * minute);
  });

  it('is checked again each time: expiry, audience, scopes and revocation', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const audience = apiOf(world);
    const verify = (more: object): Promise<unknown> =>
      failureOf(world.auth.tokens.verify(tokens.accessToken, { audience, ...more }));
    const seen: VerifiedToken[] = [];
    const isRevoked = (token: VerifiedToken): boolean => seen.push(token) > 1;
    expect(await verify({})).toBe('accepted');
    expect(await verify({ audience: 'https://other.test' })).toEqual([
      'unauthenticated',
      'audience_mismatch',
    ]);
    expect(await verify({ scopes: ['admin'] })).toEqual(['access_denied', 'scope_missing']);
    expect(await verify({ kind: 'id' })).toEqual(['unauthenticated', 'token_kind_mismatch']);
    expect(await verify({ isRevoked })).toBe('accepted');
    expect(await verify({ isRevoked })).toEqual(['unauthenticated', 'token_revoked']);
    await world.clock.advance(10 * minute);
    expect(await verify({ maxAgeSeconds: 300 })).toEqual(['unauthenticated', 'authentication_too_old']);
    world.clock.jump(50 * minute + 4000);
    expect(await verify({})).toBe('accepted'); // within the skew that is forgiven
    world.clock.jump(1000);
    expect(await verify({})).toEqual(['unauthenticated', 'token_expired']);
  });

  it('as Cognito writes it, for a client and no audience, is for nobody', async () => {
    await using world = await newWorld();
    const ofCognito = { aud: undefined, token_use: 'access', client_id: 'web' };
    world.provider.alter({
      draft: (draft) =>
        draft.kind === 'access' ? { ...draft, claims: { ...draft.claims, ...ofCognito } } : draft,
    });
    const { tokens } = await signIn(world);
    for (const audience of [apiOf(world), 'web']) {
      expect(await failureOf(world.auth.tokens.verify(tokens.accessToken, { audience }))).toEqual([
        'unauthenticated',
        'claim_missing',
      ]);
    }
  });

  it('has claims that no caller can change for the next one', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const { claims } = await world.auth.tokens.verify(tokens.accessToken, { audience: apiOf(world) });
    expect(() => Object.assign(claims, { sub: 'bob' })).toThrow(TypeError);
  });

  it('needs an audience, which no default can know', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    expect(await failureOf(world.auth.tokens.verify(tokens.accessToken))).toEqual([
      'invalid_request',
      'parameter_invalid',
    ]);
  });

  it.each(['', 'opaque', 'a.b', 'a.b.c', 'a.b.c.d.e', ' ', '..', 'e30.e30.', 'é.é.é'])(
    'is never %j',
    async (text) => {
      await using world = await newWorld();
      const [code] = await failureOf(world.auth.tokens.verify(text, { audience: apiOf(world) }));
      expect(code).toBe('unauthenticated');
      expect(world.provider.requests).toHaveLength(0);
    },
  );

  it('is verified for an id token too, for the application itself', async () => {
    await using world = await newWorld({}, 'RS256');
    const { tokens } = await signIn(world);
    const { key } = await world.auth.tokens.verify(tokens.idToken ?? '', { kind: 'id' });
    expect(key.subject).toBe('ada');
  });
});

describe('an id token', () => {
  it('that names the hash of a code belongs to that code alone', async () => {
    await using world = await newWorld();
    const withHashOf = (codeOf: (codes: readonly string[]) => string | undefined): void =>
      world.provider.alter({
        draft: async (draft, { codes }) => {
          const c_hash = await halfHash(codeOf(codes) ?? '');
          return draft.kind === 'id' ? { ...draft, claims: { ...draft.claims, c_hash } } : draft;
        },
      });
    withHashOf((codes) => codes.at(-1));
    expect(await failureOf(signIn(world))).toBe('accepted');
    withHashOf((codes) => codes.at(0));
    expect(await failureOf(signIn(world))).toEqual(['unauthenticated', 'hash_mismatch']);
  });

  it('with the events of a logout token is none, whatever its type', async () => {
    await using world = await newWorld();
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    world.provider.alter({ draft: (draft) => ({ ...draft, claims: { ...draft.claims, events } }) });
    expect(await failureOf(signIn(world))).toEqual(['unauthenticated', 'token_kind_mismatch']);
  });

  it('is no access token for an API that has the application’s own name', async () => {
    await using world = await newWorld();
    world.provider.alter({
      draft: (draft) => ({ ...draft, claims: { ...draft.claims, nonce: undefined, at_hash: undefined } }),
    });
    const grant = await world.auth.device.begin();
    world.provider.answerDevice(grant.userCode, { subject: 'ada' });
    const done = world.auth.device.complete(grant);
    await world.clock.settle(done);
    const idToken = (await done).tokens.idToken ?? '';
    expect(await failureOf(world.auth.tokens.verify(idToken, { audience: 'web' }))).toEqual([
      'unauthenticated',
      'token_kind_mismatch',
    ]);
  });
});

describe('refreshing tokens', () => {
  it('makes one request for 100 at once, and gives all the same', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const before = world.provider.count('token');
    const all = await Promise.all(Array.from({ length: 100 }, () => world.auth.tokens.refresh(tokens)));
    expect(world.provider.count('token')).toBe(before + 1);
    expect(new Set(all).size).toBe(1);
    expect(all[0]).toMatchObject({ subject: 'ada', issuer: world.provider.issuer });
    expect(all[0]?.refreshToken?.reveal()).not.toBe(tokens.refreshToken?.reveal());
  });

  it('goes on for the others when one caller gives up', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const caller = new AbortController();
    const impatient = failureOf(world.auth.tokens.refresh(tokens, { signal: caller.signal }));
    const patient = world.auth.tokens.refresh(tokens);
    caller.abort();
    expect(await impatient).toEqual(['aborted', undefined]);
    expect((await patient).subject).toBe('ada');
  });

  it('with a spent one means signing in again', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    await world.auth.tokens.refresh(tokens);
    expect(await failureOf(world.auth.tokens.refresh(tokens))).toEqual(['unauthenticated', 'grant_invalid']);
  });

  it('keeps what the provider does not give anew', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    world.provider.alter({ tokens: ({ access_token, token_type }) => ({ access_token, token_type }) });
    const refreshed = await world.auth.tokens.refresh(tokens);
    expect(refreshed.refreshToken?.reveal()).toBe(tokens.refreshToken?.reveal());
    expect(refreshed).toMatchObject({ subject: 'ada', scopes: tokens.scopes });
  });

  it('does not spend the refresh token while the answer could not be checked', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const cold = world.newAuth();
    world.provider.keys.down({ status: 503 });
    expect(await failureOf(cold.tokens.refresh(tokens))).toEqual([
      'provider_unavailable',
      'keys_unavailable',
    ]);
    world.provider.keys.up();
    expect((await world.auth.tokens.refresh(tokens)).subject).toBe('ada');
  });
});

describe('tokens', () => {
  it('open the profile of their own person only', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    expect(await world.auth.tokens.identity(tokens)).toMatchObject({ key: { subject: 'ada' }, name: 'Ada' });
    const mixed = { ...tokens, subject: 'bob' };
    expect(await failureOf(world.auth.tokens.identity(mixed))).toEqual([
      'invalid_response',
      'subject_mismatch',
    ]);
  });

  it('are worth nothing once they are revoked', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    await world.auth.tokens.revoke(tokens);
    expect(await failureOf(world.auth.tokens.refresh(tokens))).toEqual(['unauthenticated', 'grant_invalid']);
  });

  it('print nowhere', async () => {
    await using world = await newWorld();
    const { tokens, identity } = await signIn(world);
    const printed = inspect({ tokens, identity }, { depth: 9 }) + JSON.stringify({ tokens, identity });
    for (const token of [tokens.accessToken, tokens.refreshToken, tokens.idToken]) {
      expect(token?.reveal().length).toBeGreaterThan(20);
      expect(printed).not.toContain(token?.reveal());
    }
  });
});

/** What OpenID Connect Core §3.3.2.11 puts into an id token by ES256. */
async function halfHash(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return base64url.encode(hash.subarray(0, 16));
}
