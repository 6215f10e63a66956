import { type OidcAuthOptions, oidcAuth } from '@patchbay/auth-oidc';
import { secret } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { flow } from '../src/flow.ts';
import { optionsSchema } from '../src/options.ts';
import { thrownBy } from './support/thrown-by.ts';

const { adapter } = oidcAuth;
const transactionSecret = 'a transaction secret of 32 characters or more';
const options: OidcAuthOptions = {
  issuer: 'https://id.example.com/',
  clientId: 'shop',
  clientSecret: 'a-client-secret',
  redirectUri: 'https://shop.example.com/auth/callback',
  transactionSecret,
};

describe('options', () => {
  it('are taken as text, as secrets and as a list of secrets', () => {
    expect(() => adapter.inspect(options)).not.toThrow();
    const sealed = {
      ...options,
      clientSecret: secret('x'),
      transactionSecret: secret(transactionSecret),
    };
    expect(() => adapter.inspect(sealed)).not.toThrow();
    const rotated = {
      ...options,
      transactionSecret: [transactionSecret, secret(`${transactionSecret}, again`)],
    };
    expect(() => adapter.inspect(rotated)).not.toThrow();
  });

  it('may name plain http on this machine alone', () => {
    for (const host of ['127.0.0.1:8080', 'localhost:3000', '[::1]:80']) {
      const local = { issuer: `http://${host}`, redirectUri: `http://${host}/callback` };
      expect(() => adapter.inspect({ ...options, ...local })).not.toThrow();
    }
  });

  it.each([
    ['an issuer by plain http', { issuer: 'http://hidden.example.com' }, 'issuer'],
    ['an issuer that only looks local', { issuer: 'http://127.0.0.1.hidden.example' }, 'issuer'],
    ['an issuer with a query', { issuer: 'https://id.example.com/?hidden' }, 'issuer'],
    ['an issuer with a password', { issuer: 'https://a:hidden@id.example.com' }, 'issuer'],
    ['no client id', { clientId: '' }, 'clientId'],
    ['a blank client secret', { clientSecret: ' ' }, 'clientSecret'],
    ['a redirect URI with a fragment', { redirectUri: 'https://shop.example.com/#hidden' }, 'redirectUri'],
    ['a path for a redirect URI', { redirectUri: '/hidden' }, 'redirectUri'],
    ['a short transaction secret', { transactionSecret: 'hidden' }, 'transactionSecret'],
    ['a short one among several', { transactionSecret: [transactionSecret, 'hidden'] }, 'transaction'],
    ['no transaction secret in a list', { transactionSecret: [] }, 'transactionSecret'],
    ['an endpoint origin with a path', { endpointOrigins: ['https://a.example/hidden'] }, 'endpointOrigins'],
    ['a return origin by plain http', { returnOrigins: ['http://hidden.example'] }, 'returnOrigins'],
    ['an algorithm with a shared secret', { algorithms: ['HS256'] }, 'algorithms'],
    ['no algorithm', { algorithms: [] }, 'algorithms'],
    ['a skew of minutes', { clockSkewSeconds: 121 }, 'clockSkewSeconds'],
    ['another response mode', { responseMode: 'hidden' }, 'responseMode'],
    ['another authority', { emailAuthority: 'hidden' }, 'emailAuthority'],
    ['a misspelt option', { clientSecrets: 'hidden' }, ''],
  ])('refuse %s, naming the place but not the value', (_name, changes, path) => {
    const error = thrownBy(() => adapter.inspect({ ...options, ...changes }));
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect(String(error)).toContain(path);
    expect(String(error)).not.toContain('hidden');
  });

  it('name their variables, and which of them are secret', () => {
    const fields = adapter.fields.map(({ name, env, secret: hidden = false }) => [name, env, hidden]);
    expect(fields.filter(([, env]) => env !== undefined)).toEqual([
      ['issuer', 'OIDC_ISSUER', false],
      ['clientId', 'OIDC_CLIENT_ID', false],
      ['clientSecret', 'OIDC_CLIENT_SECRET', true],
      ['redirectUri', 'OIDC_REDIRECT_URI', false],
      ['signedOutUri', 'OIDC_SIGNED_OUT_URI', false],
      ['transactionSecret', 'OIDC_TRANSACTION_SECRET', true],
      ['scopes', 'OIDC_SCOPES', false],
    ]);
  });
});

describe('the rules', () => {
  it('have defaults that any provider can keep', () => {
    expect(flow(optionsSchema.parse(options))).toMatchObject({
      issuer: 'https://id.example.com/',
      scopes: ['openid', 'profile', 'email'],
      algorithms: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
      endpointOrigins: [],
      returnOrigins: [],
      clockSkewSeconds: 5,
      responseMode: 'query',
      authorizationParameters: {},
    });
  });

  it.each([
    ['issuer_verified', true, [true, 'issuer_verified']],
    ['issuer_verified', 'true', [true, 'issuer_verified']],
    ['issuer_verified', false, [false, 'issuer_asserted']],
    ['issuer_verified', 'false', [false, 'issuer_asserted']],
    ['issuer_verified', undefined, ['unknown', 'issuer_asserted']],
    ['issuer_verified', 1, ['unknown', 'issuer_asserted']],
    ['issuer_asserted', true, [true, 'issuer_asserted']],
    ['mailbox_provider', true, [true, 'mailbox_provider']],
    ['mailbox_provider', undefined, ['unknown', 'mailbox_provider']],
    ['mailbox_provider', false, [false, 'issuer_asserted']],
  ] as const)(
    'of %s take an address with email_verified %j for that',
    (emailAuthority, claimed, expected) => {
      const { emailOf } = flow({ ...options, emailAuthority });
      const { address, verified, authority } =
        emailOf({ email: 'ada@x.example', email_verified: claimed }) ?? {};
      expect([address, verified, authority]).toEqual(['ada@x.example', ...expected]);
    },
  );

  it.each([undefined, '', 7, null, ['ada@x.example']])('take %j for no address', (email) => {
    expect(flow(options).emailOf({ email, email_verified: true })).toBeUndefined();
  });
});
