import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { SigningAlgorithm } from '../../src/oidc/index.ts';
import { claimsOf, headerOf, issuer, keysOf, newWorld, readTokens, refusal } from './support/world.ts';

describe('tokens of an honest provider', () => {
  it.each<SigningAlgorithm>(['RS256', 'PS256', 'ES256', 'EdDSA'])(
    'can be verified with the published keys when they are signed by %s',
    async (algorithm) => {
      const { signIn, get, clock } = newWorld({ algorithm, keys: [] });
      const { id, access } = await signIn();
      const keys = createLocalJWKSet({ keys: await keysOf(await get('/jwks')) });
      const currentDate = new Date(clock.now());
      const checks = { issuer, currentDate, algorithms: [algorithm] };
      const idToken = await jwtVerify(id, keys, { ...checks, audience: 'web', typ: 'JWT' });
      expect(idToken.payload).toMatchObject({ sub: 'ada', nonce: 'nonce-1', at_hash: expect.any(String) });
      await jwtVerify(access, keys, { ...checks, audience: `${issuer}/api`, typ: 'at+jwt' });
    },
  );

  it('say in the id token who signed in and when, and leave the e-mail address to userinfo', async () => {
    const { signIn, get, provider } = newWorld();
    const { id, access } = await signIn();
    expect(claimsOf(id)).not.toHaveProperty('email');
    expect(claimsOf(id)).toMatchObject({
      auth_time: provider.sessions[0]?.authTime,
      sid: provider.sessions[0]?.id,
    });
    const userinfo = await get('/userinfo', { authorization: `Bearer ${access}` });
    expect(await userinfo.json()).toEqual({ sub: 'ada', email: 'ada@example.com', email_verified: true });
  });

  it('are kept as evidence, by kind', async () => {
    const { signIn, provider } = newWorld();
    const { id, access, refresh } = await signIn();
    const { issued } = provider;
    expect([issued.id[0]?.token, issued.access[0]?.token, issued.refresh[0]?.token]).toEqual([
      id,
      access,
      refresh,
    ]);
    expect(issued.id[0]).toMatchObject({ clientId: 'web', claims: { sub: 'ada' } });
  });

  it('come without a refresh token unless offline access was granted', async () => {
    const { signIn } = newWorld();
    expect((await signIn({ scope: 'openid' })).body).not.toHaveProperty('refresh_token');
  });
});

describe('a code', () => {
  it('works once, and when it comes again its tokens are revoked', async () => {
    const { callback, redeem, refresh, get } = newWorld();
    const code = (await callback()).get('code') ?? '';
    const first = await readTokens(await redeem(code));
    expect(await refusal(redeem(code))).toEqual([400, 'invalid_grant']);
    expect(await refusal(refresh(first.refresh))).toEqual([400, 'invalid_grant']);
    expect((await get('/userinfo', { authorization: `Bearer ${first.access}` })).status).toBe(401);
  });

  it('gives tokens to one of two calls at once', async () => {
    const { callback, redeem } = newWorld();
    const code = (await callback()).get('code') ?? '';
    const answers = await Promise.all([redeem(code), redeem(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('expires after 60 seconds', async () => {
    const { callback, redeem, clock } = newWorld();
    const codes = [await callback(), await callback()].map((parameters) => parameters.get('code') ?? '');
    await clock.advance(59_000);
    expect((await redeem(codes[0] ?? '')).status).toBe(200);
    await clock.advance(1000);
    expect(await refusal(redeem(codes[1] ?? ''))).toEqual([400, 'invalid_grant']);
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_request'],
    ['another redirect address', { redirect_uri: 'https://app.test/callback/' }, 'invalid_grant'],
    ['another client', { client_id: 'app', client_secret: '' }, 'invalid_grant'],
    ['a grant that nobody knows', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('is refused with %s', async (_, fields, error) => {
    const { callback, redeem } = newWorld();
    expect(await refusal(redeem((await callback()).get('code') ?? '', fields))).toEqual([400, error]);
  });
});

describe('a refresh token', () => {
  it('is replaced by the next one, and takes its family with it when it comes again', async () => {
    const { signIn, refresh } = newWorld();
    const first = await signIn();
    const second = await readTokens(await refresh(first.refresh));
    expect(second.refresh).not.toBe(first.refresh);
    expect(claimsOf(second.id)).toMatchObject({ sub: 'ada', auth_time: claimsOf(first.id)['auth_time'] });
    expect(claimsOf(second.id)).not.toHaveProperty('nonce');
    expect(await refusal(refresh(first.refresh))).toEqual([400, 'invalid_grant']);
    expect(await refusal(refresh(second.refresh))).toEqual([400, 'invalid_grant']);
  });

  it('gives less scope on demand, and never more', async () => {
    const { signIn, refresh } = newWorld();
    const first = await signIn();
    expect(await refusal(refresh(first.refresh, { scope: 'openid phone' }))).toEqual([400, 'invalid_scope']);
    const less = await readTokens(await refresh(first.refresh, { scope: 'openid' }));
    expect(less.body['scope']).toBe('openid');
  });

  it('dies by revocation, with the access tokens of its family', async () => {
    const { signIn, post, asWeb, refresh } = newWorld();
    const first = await signIn();
    expect((await post('/revoke', { ...asWeb, token: first.refresh })).status).toBe(200);
    const introspected = await post('/introspect', { ...asWeb, token: first.access });
    expect(await introspected.json()).toEqual({ active: false });
    expect(await refusal(refresh(first.refresh))).toEqual([400, 'invalid_grant']);
  });
});

describe('client authentication', () => {
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${btoa([id, secret].map(encodeURIComponent).join(':'))}`,
  });

  it('reads the form-encoded halves of a Basic header', async () => {
    const { post, asWeb } = newWorld();
    const answer = await post('/introspect', { token: 'unknown' }, basic('web', asWeb.client_secret));
    expect(await answer.json()).toEqual({ active: false });
  });

  it('answers a wrong secret with 401 and a challenge', async () => {
    const { post } = newWorld();
    const answer = await post('/token', { grant_type: 'client_credentials' }, basic('machine', 'wrong'));
    expect(answer.headers.get('www-authenticate')).toContain('Basic');
    expect(await refusal(answer)).toEqual([401, 'invalid_client']);
  });

  it('looks at no secret in the query, and takes no broken header', async () => {
    const { provider, post, asWeb } = newWorld();
    const query = new URLSearchParams({ ...asWeb, token: 'unknown' }).toString();
    const inQuery = provider.handle(new Request(`${issuer}/introspect?${query}`, { method: 'POST' }));
    expect(await refusal(inQuery)).toEqual([401, 'invalid_client']);
    const broken = post('/introspect', { token: 'unknown' }, { authorization: 'Basic %%%' });
    expect(await refusal(broken)).toEqual([401, 'invalid_client']);
  });

  it('refuses two ways at once, a repeated parameter, and a grant that was not registered', async () => {
    const { post, asWeb, provider } = newWorld();
    const credentials = { grant_type: 'client_credentials' };
    const twice = post('/token', { ...credentials, ...asWeb }, basic('web', asWeb.client_secret));
    expect(await refusal(twice)).toEqual([400, 'invalid_request']);
    expect(await refusal(post('/token', { ...credentials, ...asWeb }))).toEqual([400, 'unauthorized_client']);
    const body = new URLSearchParams('client_id=web&client_id=web');
    const repeated = provider.handle(new Request(`${issuer}/token`, { method: 'POST', body }));
    expect(await refusal(repeated)).toEqual([400, 'invalid_request']);
  });

  it('lets a machine act for itself, with a scope of the API and without an id token', async () => {
    const { post } = newWorld({ apiScopes: ['orders.read'] });
    const fields = {
      grant_type: 'client_credentials',
      client_id: 'machine',
      client_secret: 'machine-secret',
    };
    const { body, access } = await readTokens(await post('/token', { ...fields, scope: 'orders.read' }));
    expect(Object.keys(body)).not.toContain('id_token');
    expect(claimsOf(access)).toMatchObject({ sub: 'machine', client_id: 'machine', scope: 'orders.read' });
    expect(await refusal(post('/token', { ...fields, scope: 'openid' }))).toEqual([400, 'invalid_scope']);
    expect(await refusal(post('/token', { ...fields, scope: 'orders.write' }))).toEqual([
      400,
      'invalid_scope',
    ]);
  });
});

describe('the key set', () => {
  it('keeps the old key after a rotation until it is removed, and counts its fetches', async () => {
    const { provider, get, signIn } = newWorld();
    const { keys } = provider;
    const [old = ''] = keys.kids;
    const fresh = await keys.rotate('ES256');
    expect(headerOf((await signIn()).id)).toMatchObject({ kid: fresh, alg: 'ES256' });
    expect(keys.kids).toEqual([old, fresh]);
    keys.remove(old);
    await keys.bogus(2);
    const response = await get('/jwks');
    expect(response.headers.get('cache-control')).toBe('public, max-age=600');
    const published = await keysOf(response);
    expect(published).toHaveLength(3);
    expect(new Set(await Promise.all(published.map((jwk) => calculateJwkThumbprint(jwk)))).size).toBe(3);
    expect(keys.fetches).toBe(1);
  });

  it('goes down with a status or hangs, and comes back', async () => {
    const { provider, get } = newWorld();
    provider.keys.down({ status: 503 });
    expect((await get('/jwks')).status).toBe(503);
    provider.keys.down('hang');
    const leaving = new AbortController();
    const left = provider.handle(new Request(`${issuer}/jwks`, { signal: leaving.signal }));
    const waiting = get('/jwks');
    leaving.abort();
    await left;
    provider.keys.up();
    await waiting;
    expect((await get('/jwks')).status).toBe(200);
    expect([provider.keys.fetches, provider.count('jwks')]).toEqual([4, 4]);
  });
});
