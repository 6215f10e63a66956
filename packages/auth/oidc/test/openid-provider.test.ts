import { type FaultServer, serve } from '@patchbay/testing/node';
import {
  attacks,
  type OpenidProvider,
  openidProvider,
  type SigningAlgorithm,
  testBrowser,
} from '@patchbay/testing/oidc';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { describe, expect, it } from 'vitest';

const redirectUri = 'https://app.test/callback';
const insecure = { [oauth.allowInsecureRequests]: true };
const web: oauth.Client = { client_id: 'web' };
const machine: oauth.Client = { client_id: 'machine' };
const webSecret = 'a secret: with / and +';
const clients = [
  {
    id: 'web',
    secret: webSecret,
    redirectUris: [redirectUri],
    postLogoutRedirectUris: ['https://app.test/bye'],
  },
  { id: 'machine', secret: 'machine-secret', grants: ['client_credentials'] as const },
];
const users = [
  { subject: 'ada', claims: { email: 'ada@example.com', email_verified: true } },
  { subject: 'bob' },
];

describe('oauth4webapi, which checks every answer, drives the honest provider', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)(
    'through a sign-in by the page, with tokens by %s',
    async (algorithm) => {
      await using world = await newWorld({ algorithm });
      const { server, answer } = await signIn(world);
      const claims = oauth.getValidatedIdTokenClaims(answer);
      expect(claims).toMatchObject({ sub: 'ada', iss: world.provider.issuer });
      const subject = claims?.sub ?? '';
      const userinfo = await oauth.userInfoRequest(server, web, answer.access_token, insecure);
      expect(await oauth.processUserInfoResponse(server, web, subject, userinfo)).toMatchObject({
        email: 'ada@example.com',
      });
    },
  );

  it.each([
    ['in the body', oauth.ClientSecretPost],
    ['in the header', oauth.ClientSecretBasic],
  ])('through refresh, introspection and revocation, with the secret %s', async (_, byWay) => {
    await using world = await newWorld();
    const { server, answer } = await signIn(world);
    const proof = byWay(webSecret);
    const refreshed = await oauth.processRefreshTokenResponse(
      server,
      web,
      await oauth.refreshTokenGrantRequest(server, web, proof, answer.refresh_token ?? '', insecure),
    );
    expect(refreshed.refresh_token).not.toBe(answer.refresh_token);
    const introspect = async (): Promise<boolean> => {
      const response = await oauth.introspectionRequest(server, web, proof, refreshed.access_token, insecure);
      return (await oauth.processIntrospectionResponse(server, web, response)).active;
    };
    expect(await introspect()).toBe(true);
    const token = refreshed.refresh_token ?? '';
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, web, proof, token, insecure));
    expect(await introspect()).toBe(false);
  });

  it('into the refusal of a replayed refresh token', async () => {
    await using world = await newWorld();
    const { server, answer } = await signIn(world);
    const refresh = async (): Promise<oauth.TokenEndpointResponse> => {
      const token = answer.refresh_token ?? '';
      const proof = oauth.ClientSecretPost(webSecret);
      const response = await oauth.refreshTokenGrantRequest(server, web, proof, token, insecure);
      return oauth.processRefreshTokenResponse(server, web, response);
    };
    await refresh();
    await expect(refresh()).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  });

  it('through client credentials, to an access token that an API can verify', async () => {
    await using world = await newWorld();
    const server = await discover(world);
    const proof = oauth.ClientSecretBasic('machine-secret');
    const response = await oauth.clientCredentialsGrantRequest(server, machine, proof, {}, insecure);
    const { access_token } = await oauth.processClientCredentialsResponse(server, machine, response);
    const request = new Request('https://api.test/', {
      headers: { authorization: `Bearer ${access_token}` },
    });
    const audience = `${world.provider.issuer}/api`;
    const claims = await oauth.validateJwtAccessToken(server, request, audience, insecure);
    expect(claims).toMatchObject({ sub: 'machine', client_id: 'machine' });
  });

  it('through a device that waits for its user', async () => {
    await using world = await newWorld();
    const server = await discover(world);
    const proof = oauth.ClientSecretPost(webSecret);
    const begun = await oauth.processDeviceAuthorizationResponse(
      server,
      web,
      await oauth.deviceAuthorizationRequest(server, web, proof, { scope: 'openid' }, insecure),
    );
    const poll = async (): Promise<oauth.TokenEndpointResponse> => {
      const response = await oauth.deviceCodeGrantRequest(server, web, proof, begun.device_code, insecure);
      return oauth.processDeviceCodeResponse(server, web, response);
    };
    await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
    world.provider.answerDevice(begun.user_code, { subject: 'bob' });
    world.passSeconds(begun.interval ?? 5);
    expect(oauth.getValidatedIdTokenClaims(await poll())?.sub).toBe('bob');
  });

  it('through logout, by the browser and by the back channel', async () => {
    await using world = await newWorld();
    const { server, answer } = await signIn(world);
    const end = new URL(server.end_session_endpoint ?? '');
    end.searchParams.set('id_token_hint', answer.id_token ?? '');
    end.searchParams.set('post_logout_redirect_uri', 'https://app.test/bye');
    const response = await fetch(end, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('https://app.test/bye');
    const [session] = world.provider.sessions;
    expect(session?.ended).toBe(true);
    const token = await world.provider.logoutToken({ clientId: 'web', sessionId: session?.id ?? '' });
    const checks = { issuer: world.provider.issuer, audience: 'web', typ: 'logout+jwt' };
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(server.jwks_uri ?? '')), checks);
    expect(payload['sid']).toBe(session?.id);
  });
});

describe('oauth4webapi refuses the hostile provider', () => {
  it.each([
    'wrong_state',
    'wrong_callback_issuer',
    'wrong_nonce',
    'wrong_issuer',
    'wrong_audience',
    'expired',
  ] as const)('for %s', async (name) => {
    await using world = await newWorld();
    attacks[name].apply(world.provider);
    await expect(signIn(world)).rejects.toMatchObject({ code: expect.stringMatching(/^OAUTH_/) });
  });
});

interface World extends AsyncDisposable {
  readonly provider: OpenidProvider;
  passSeconds(seconds: number): void;
}

/** The issuer is known once the port is. Real time, since oauth4webapi has no clock of its own. */
async function newWorld({
  algorithm = 'ES256',
}: {
  readonly algorithm?: SigningAlgorithm;
} = {}): Promise<World> {
  let offsetMs = 0;
  const server: FaultServer = await serve((request) => provider.handle(request));
  const now = (): number => Date.now() + offsetMs;
  const provider = openidProvider({ issuer: server.url, clients, users, algorithm, now });
  return {
    provider,
    passSeconds(seconds) {
      offsetMs += seconds * 1000;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function discover({ provider }: World): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(provider.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
}

interface SignedIn {
  readonly server: oauth.AuthorizationServer;
  readonly answer: oauth.TokenEndpointResponse;
}

async function signIn(world: World): Promise<SignedIn> {
  const server = await discover(world);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: web.client_id,
    redirect_uri: redirectUri,
    scope: 'openid email offline_access',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const callback = oauth.validateAuthResponse(server, web, await pick(url, 'ada'), state);
  const proof = oauth.ClientSecretBasic(webSecret);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    web,
    proof,
    callback,
    redirectUri,
    verifier,
    insecure,
  );
  const answer = await oauth.processAuthorizationCodeResponse(server, web, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, response, insecure);
  return { server, answer };
}

/** Somebody picks a user on the page. */
async function pick(url: URL, subject: string): Promise<URL> {
  const browser = testBrowser({ until: redirectUri });
  const page = await browser.open(url);
  const arrived = page.kind === 'page' ? await browser.submit(page, { subject }) : page;
  if (arrived.kind !== 'arrived') throw new Error('The sign-in page does not lead back.');
  return new URL(arrived.request.url);
}
