import { runOnEdge } from '@patchbay/tooling-presets/edge';
import { describe, expect, it } from 'vitest';

/** A program that begins a sign-in, and believes one token of two through a facade. */
const program = `
  import { defineAdapter, IntegrationError, secret } from '@patchbay/core';
  import { auth } from '@patchbay/auth';
  import { exportJWK, generateKeyPair, SignJWT } from 'jose';

  const issuer = 'https://id.test';
  const none = Object.fromEntries(Object.keys(auth.operations).map((name) => [name, false]));
  const rules = {
    issuer, endpointOrigins: [], clientId: 'web', redirectUri: 'https://app.test/callback', scopes: ['email'],
    transactionSecrets: [secret('a transaction secret of 32 characters or more')], algorithms: ['ES256'],
    returnOrigins: [], clockSkewSeconds: 5, responseMode: 'query', authorizationParameters: {}, emailOf: () => undefined,
  };
  const metadata = {
    issuer, authorization_endpoint: issuer + '/authorize', token_endpoint: issuer + '/token', jwks_uri: issuer + '/keys', raw: {},
  };
  globalThis.verdict = (async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }];
    const edge = defineAdapter({
      spec: 1,
      contract: auth,
      capabilities: {
        provider: 'edge',
        operations: { ...none, 'flow.discover': 'native', 'flow.keys': 'native' },
        traits: { sign_in: true, 'sign_in.nonce': true },
        limits: {},
        idempotency: { kind: 'none' },
      },
      options: { '~standard': { version: 1, vendor: 'edge', validate: (value) => ({ value }) } },
      client: async () => ({}),
      driver: () => ({ 'flow.discover': async () => metadata, 'flow.keys': async () => ({ keys }) }),
      toFailure: () => undefined,
      check: async () => {},
      parts: { flow: () => rules },
    })({});
    const start = await edge.signIn.begin({ returnTo: '/orders' });
    const token = await new SignJWT({ scope: 'orders' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
      .setIssuer(issuer).setAudience('api').setSubject('ada').setIssuedAt().setExpirationTime('5m')
      .sign(privateKey);
    const { key } = await edge.tokens.verify(token, { audience: 'api' });
    const other = await edge.tokens.verify(token, { audience: 'other' }).catch((error) => error);
    const forged = await edge.tokens.verify(token.slice(0, -4) + 'AAAA', { audience: 'api' }).catch((error) => error);
    return {
      begun: new URL(start.url).searchParams.get('code_challenge_method'),
      subject: key.subject,
      other: IntegrationError.is(other, 'unauthenticated', 'audience_mismatch'),
      forged: IntegrationError.is(forged, 'unauthenticated', 'signature_invalid'),
      globals: typeof globalThis.process + typeof globalThis.require + typeof globalThis.Buffer,
    };
  })();
`;

describe('on the edge', () => {
  it('core and contract begin sign-ins and verify tokens without any Node built-in', async () => {
    expect(await runOnEdge(program, import.meta.dirname)).toEqual({
      begun: 'S256',
      subject: 'ada',
      other: true,
      forged: true,
      globals: 'undefinedundefinedundefined',
    });
  });
});
