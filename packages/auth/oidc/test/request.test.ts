import { oidcAuth } from '@patchbay/auth-oidc';
import { secret } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import {
  toCheckGrant,
  toClientGrant,
  toCodeGrant,
  toDeviceGrant,
  toRefreshGrant,
  toRevocation,
  toScope,
} from '../src/request.ts';
import { clientSecret } from './support/provider.ts';
import { newWorld, signIn } from './support/world.ts';

describe('a request for tokens', () => {
  it('for a code brings the verifier and the redirect URI that the code is bound to', () => {
    const input = { code: 'c', redirectUri: 'https://app.test/callback', codeVerifier: 'v' };
    expect(toCodeGrant(input)).toEqual({
      grantType: 'authorization_code',
      parameters: { code: 'c', redirect_uri: 'https://app.test/callback', code_verifier: 'v' },
    });
  });

  it('for a refresh token asks for fewer scopes only where it is told to', () => {
    const refreshToken = secret('r');
    expect(toRefreshGrant({ refreshToken }).parameters).toEqual({ refresh_token: 'r' });
    const { grantType, parameters } = toRefreshGrant({ refreshToken, scopes: ['openid', 'orders'] });
    expect([grantType, parameters]).toEqual([
      'refresh_token',
      { refresh_token: 'r', scope: 'openid orders' },
    ]);
  });

  it.each([
    [{}, {}],
    [{ scopes: [] }, {}],
    [{ scopes: ['a', 'b'] }, { scope: 'a b' }],
    [{ audience: 'orders' }, { audience: 'orders' }],
    [{ audience: 'https://api.test' }, { audience: 'https://api.test', resource: 'https://api.test' }],
  ])('of the application itself, %j', (input, parameters) => {
    expect(toClientGrant(input)).toEqual({ grantType: 'client_credentials', parameters });
  });

  it('of a device names its code', () => {
    expect(toDeviceGrant('d').parameters).toEqual({ device_code: 'd' });
    expect(toDeviceGrant('d').grantType).toBe('urn:ietf:params:oauth:grant-type:device_code');
  });

  it('that only checks is for a token that nobody has', () => {
    expect(toCheckGrant()).toEqual({
      grantType: 'refresh_token',
      parameters: { refresh_token: 'patchbay-check' },
    });
  });
});

describe('a form', () => {
  it('says what kind of token ends', () => {
    const form = { token: 't', token_type_hint: 'refresh_token' };
    expect(toRevocation({ token: secret('t'), kind: 'refresh_token' })).toEqual(form);
  });

  it('has no scope where none is asked for', () => {
    expect([toScope(), toScope([]), toScope(['a', 'b'])]).toEqual([{}, {}, { scope: 'a b' }]);
  });
});

describe('the application proves itself', () => {
  const methods = 'token_endpoint_auth_methods_supported';
  it.each([
    ['in the header', {}, 'basic'],
    [
      'in the header where the provider takes both',
      { [methods]: ['client_secret_post', 'client_secret_basic'] },
      'basic',
    ],
    ['in the header where the provider says nothing', { [methods]: undefined }, 'basic'],
    [
      'in the form where the provider wants that',
      { [methods]: ['private_key_jwt', 'client_secret_post'] },
      'post',
    ],
  ])('%s', async (_, published, way) => {
    await using world = await newWorld();
    world.provider.alter({ metadata: (document) => ({ ...document, ...published }) });
    await signIn(world);
    const request = world.server.received.find(({ method }) => method === 'POST');
    const form = new URLSearchParams(request?.text);
    const basic = request?.headers.has('authorization');
    expect([basic, form.get('client_secret')]).toEqual(
      way === 'basic' ? [true, null] : [false, clientSecret],
    );
  });

  it('at the revocation endpoint as that one wants it', async () => {
    await using world = await newWorld();
    const published = { revocation_endpoint_auth_methods_supported: ['client_secret_post'] };
    world.provider.alter({ metadata: (document) => ({ ...document, ...published }) });
    const { tokens } = await signIn(world);
    await world.auth.tokens.revoke(tokens);
    const request = world.server.received.at(-1);
    expect(new URLSearchParams(request?.text).get('client_secret')).toBe(clientSecret);
    expect(request?.headers.has('authorization')).toBe(false);
  });

  it('by its name alone where it has no secret', async () => {
    await using world = await newWorld();
    const { clientSecret: _, ...options } = world.options;
    await using auth = oidcAuth({ ...options, clientId: 'mobile' }, { clock: world.clock });
    const start = await auth.signIn.begin();
    const request = await world.provider.signIn(start.url, 'ada');
    request.headers.set('cookie', `${start.cookie.name}=${start.cookie.value}`);
    const { tokens } = await auth.signIn.complete({ request });
    expect((await auth.tokens.refresh(tokens)).subject).toBe('ada');
    const sent = world.server.received.filter(({ method }) => method === 'POST');
    expect(sent.map(({ text }) => new URLSearchParams(text).get('client_id'))).toEqual(['mobile', 'mobile']);
    expect(sent.some(({ headers }) => headers.has('authorization'))).toBe(false);
  });
});
