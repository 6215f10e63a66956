import { oidcAuth } from '@patchbay/auth-oidc';
import { type FaultPlan, serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, signIn, type World } from './support/world.ts';

const hour = 3600_000;

/** What reached the provider from now on, in short. */
function recorded({ server }: World): () => readonly string[] {
  const before = server.received.length;
  return () => server.received.slice(before).map(({ method, target }) => `${method} ${target}`);
}

describe('the provider', () => {
  it('is discovered by the first operation, and each later one is one request', async () => {
    await using world = await newWorld();
    const requests = recorded(world);
    await world.auth.tokens.clientCredentials();
    expect(requests()).toEqual(['GET /.well-known/openid-configuration', 'POST /token']);
    const later = recorded(world);
    await world.auth.tokens.clientCredentials();
    await world.auth.flow.keys();
    expect(later()).toEqual(['POST /token', 'GET /jwks']);
  });

  it('is discovered anew after a day', async () => {
    await using world = await newWorld();
    await world.auth.tokens.clientCredentials();
    await world.clock.advance(24 * hour - 1);
    const requests = recorded(world);
    await world.auth.tokens.clientCredentials();
    await world.clock.advance(1);
    await world.auth.tokens.clientCredentials();
    expect(requests()).toEqual(['POST /token', 'GET /.well-known/openid-configuration', 'POST /token']);
  });

  it('that cannot be discovered has been asked for nothing', async () => {
    await using world = await newWorld();
    world.server.fault({ kind: 'status', status: 503 });
    const error: unknown = await world.auth.tokens.clientCredentials().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'provider_unavailable',
      outcome: 'not_applied',
      attempts: [{ step: 'discover' }],
    });
    expect(world.provider.count('token')).toBe(0);
  });

  it('may have endpoints elsewhere where the application says so, and only there', async () => {
    await using world = await newWorld();
    await using elsewhere = await serve((request) => world.provider.handle(request), { clock: world.clock });
    const moved = { token_endpoint: `${elsewhere.url}/token` };
    world.provider.alter({ metadata: (document) => ({ ...document, ...moved }) });
    expect(await failureOf(world.auth.tokens.clientCredentials())).toEqual([
      'invalid_response',
      'metadata_invalid',
    ]);
    expect(elsewhere.received).toHaveLength(0);
    const trusting = world.newAuth({ endpointOrigins: [elsewhere.url] });
    expect(await failureOf(trusting.tokens.clientCredentials())).toBe('accepted');
    expect(elsewhere.received).toHaveLength(1);
  });

  it('is not read beyond 1 MiB, although it has given the tokens', async () => {
    await using world = await newWorld();
    await world.auth.flow.discover();
    world.provider.alter({ tokens: (body) => ({ ...body, padding: 'x'.repeat(1024 * 1024) }) });
    const error: unknown = await world.auth.tokens.clientCredentials().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_response', outcome: 'applied' });
    world.provider.alter({ tokens: (body) => ({ ...body, padding: 'x'.repeat(1024 * 1023) }) });
    expect(await failureOf(world.auth.tokens.clientCredentials())).toBe('accepted');
  });

  it.each([
    ['revocation_endpoint', ({ auth }: World) => auth.flow.revoke({ token: 't', kind: 'access_token' })],
    ['userinfo_endpoint', ({ auth }: World) => auth.flow.userInfo({ accessToken: 't' })],
    ['device_authorization_endpoint', ({ auth }: World) => auth.flow.startDevice()],
  ] as const)('without a %s cannot do what goes there', async (endpoint, call) => {
    await using world = await newWorld();
    world.provider.alter({ metadata: (document) => ({ ...document, [endpoint]: undefined }) });
    expect(await failureOf(call(world))).toEqual(['unsupported', undefined]);
  });
});

describe('one attempt is one request', () => {
  const faults: readonly FaultPlan[] = [
    { kind: 'resetBefore' },
    { kind: 'resetAfter' },
    { kind: 'status', status: 500, body: '{"error":"server_error"}', contentType: 'application/json' },
    { kind: 'status', status: 429, body: '{"error":"slow_down"}', contentType: 'application/json' },
    { kind: 'status', status: 502, body: '<html>', contentType: 'text/html' },
    { kind: 'garbage' },
    { kind: 'redirectLoop', times: Number.POSITIVE_INFINITY },
  ];

  it.each(faults)('when the wire does $kind $status', async (fault) => {
    await using world = await newWorld();
    await world.auth.flow.discover();
    const requests = recorded(world);
    world.server.fault(fault);
    expect(await failureOf(world.auth.tokens.clientCredentials())).not.toBe('accepted');
    expect(requests()).toEqual(['POST /token']);
  });

  it('also for the library itself, which under our policy is bound to its attempt', async () => {
    await using world = await newWorld();
    await world.auth.flow.discover();
    const requests = recorded(world);
    const answer = await world.auth.use('token', { repeat: 'safe' }, async (client, attempt) => {
      const { library, client: own, proofAt, optionsOf, published } = client;
      const provider = published();
      if (provider === undefined) throw new Error('It was discovered above.');
      const { raw: _, ...server } = provider;
      const proof = proofAt(provider, 'token_endpoint');
      const options = optionsOf(attempt);
      const response = await library.clientCredentialsGrantRequest(server, own, proof, {}, options);
      return library.processClientCredentialsResponse(server, own, response);
    });
    expect(answer.token_type).toBe('bearer');
    expect(requests()).toEqual(['POST /token']);
    expect(world.server.received.some(({ headers }) => headers.has('patchbay-attempt'))).toBe(false);
  });
});

describe('check', () => {
  it('lets a client prove its secret, with one request once the provider is known', async () => {
    await using world = await newWorld();
    await world.auth.flow.discover();
    const requests = recorded(world);
    await world.auth.check();
    expect(requests()).toEqual(['POST /token']);
    expect(world.provider.issued.access).toHaveLength(0);
  });

  it('discovers the provider first where it is not known', async () => {
    await using world = await newWorld();
    await world.auth.check();
    expect(world.provider.requests.map(({ endpoint }) => endpoint)).toEqual(['discovery', 'token']);
    await using wrong = world.newAuth({ clientSecret: 'another-secret' });
    expect(await failureOf(wrong.check())).toEqual(['provider_auth_failed', 'client_refused']);
  });

  it.each([
    [{ kind: 'status', status: 503 }, ['provider_unavailable', undefined]],
    [{ kind: 'status', status: 500, body: '<html>' }, ['provider_error', undefined]],
    [{ kind: 'status', status: 404 }, ['invalid_response', undefined]],
    [{ kind: 'resetBefore' }, ['network', undefined]],
    [{ kind: 'garbage' }, ['invalid_response', undefined]],
    [{ kind: 'wrongShape' }, ['invalid_response', 'metadata_invalid']],
  ] as const)('tells of a provider that cannot be discovered: %j', async (fault, expected) => {
    await using world = await newWorld();
    world.server.fault(fault);
    expect(await failureOf(world.auth.check())).toEqual(expected);
    expect(world.provider.count('token')).toBe(0);
  });

  it('takes a client that may not refresh for a right one', async () => {
    await using world = await newWorld();
    const body = '{"error":"unauthorized_client"}';
    const isToken = ({ method }: { readonly method: string }): boolean => method === 'POST';
    world.server.fault({
      kind: 'status',
      status: 400,
      body,
      contentType: 'application/json',
      match: isToken,
    });
    expect(await failureOf(world.auth.check())).toBe('accepted');
  });

  it('of a public client is discovery, which is all there is to check', async () => {
    await using world = await newWorld();
    const { clientSecret: _, ...options } = world.options;
    await using auth = oidcAuth({ ...options, clientId: 'mobile' }, { clock: world.clock });
    await auth.check();
    expect(world.provider.requests.map(({ endpoint }) => endpoint)).toEqual(['discovery']);
  });
});

describe('polling for a device', () => {
  it('counts a person who has not decided as an answer, not as a failure', async () => {
    await using world = await newWorld();
    await signIn(world);
    const { deviceCode } = await world.auth.device.begin();
    await using auth = oidcAuth(world.options, { clock: world.clock });
    for (let count = 0; count < 20; count += 1) {
      expect((await auth.flow.pollDevice({ deviceCode })).status).toMatch(/pending|slow_down/);
      await world.clock.advance(1000);
    }
    expect(auth.health()).toMatchObject({ status: 'pass' });
  });
});
