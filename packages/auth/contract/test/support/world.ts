import { secret } from '@patchbay/core';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { type FaultServer, serve } from '@patchbay/testing/node';
import {
  generateSigningKey,
  type OpenidClient,
  type OpenidProvider,
  type OpenidUser,
  openidProvider,
  type SigningKey,
} from '@patchbay/testing/oidc';
import type { BeginSignIn, FlowRules, SignIn, SignInStart } from '../../src/index.ts';
import { oidcAuth } from './oidc-adapter.ts';

export const redirectUri = 'https://app.test/auth/callback';
export const transactionSecret = secret('a transaction secret of 32 characters or more');
const clientSecret = 'web-secret-of-the-tests';

/** An application, the provider that it signs in through, and the time of both. */
export interface World extends AsyncDisposable {
  readonly provider: OpenidProvider;
  readonly server: FaultServer;
  readonly clock: VirtualClock;
  readonly auth: ReturnType<typeof oidcAuth>;
  readonly rules: FlowRules;
  /** Another instance of the application. */
  newAuth(changes?: Partial<FlowRules>, name?: string): ReturnType<typeof oidcAuth>;
}

const keys = new Map<string, Promise<SigningKey>>();

/** Keys are made once: RSA keys take a while. */
function signingKey(name: 'RS256' | 'ES256'): Promise<SigningKey> {
  const key = keys.get(name) ?? generateSigningKey(name);
  keys.set(name, key);
  return key;
}

const clients: readonly OpenidClient[] = [
  {
    id: 'web',
    secret: clientSecret,
    redirectUris: [redirectUri],
    postLogoutRedirectUris: ['https://app.test/bye'],
    grants: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
  },
];

const users: readonly OpenidUser[] = [
  { subject: 'ada', claims: { name: 'Ada', email: 'ada@example.com', email_verified: true } },
  { subject: 'bob', claims: { name: 'Bob', email: 'bob@example.com', email_verified: false } },
];

function rulesFor(issuer: string): FlowRules {
  return {
    issuer,
    endpointOrigins: [],
    clientId: 'web',
    redirectUri,
    signedOutUri: 'https://app.test/bye',
    scopes: ['openid', 'email', 'profile', 'offline_access', 'orders'],
    transactionSecrets: [transactionSecret],
    algorithms: ['RS256', 'ES256'],
    returnOrigins: ['https://shop.test'],
    clockSkewSeconds: 5,
    responseMode: 'query',
    authorizationParameters: {},
    emailOf: ({ email, email_verified: verified }) =>
      typeof email === 'string'
        ? { address: email, verified: verified === true, authority: 'issuer_verified' }
        : undefined,
  };
}

export async function newWorld(
  changes: Partial<FlowRules> = {},
  algorithm: 'RS256' | 'ES256' = 'ES256',
): Promise<World> {
  const clock = virtualClock();
  const signing = [await signingKey(algorithm)];
  const server: FaultServer = await serve((request) => provider.handle(request));
  const provider = openidProvider({
    issuer: server.url,
    now: () => clock.now(),
    keys: signing,
    apiScopes: ['orders'],
    clients,
    users,
  });
  const rules = { ...rulesFor(server.url), ...changes };
  const newAuth: World['newAuth'] = (more = {}, name = 'auth') =>
    oidcAuth(
      { rules: { ...rules, ...more }, clientSecret },
      { clock, name, policy: { retry: false, breaker: false } },
    );
  const close = (): Promise<void> => server.close();
  return { provider, server, clock, rules, auth: newAuth(), newAuth, [Symbol.asyncDispose]: close };
}

/** The browser comes back, with the cookie of the start. */
export async function comeBack(
  { provider }: World,
  start: SignInStart,
  subject = 'ada',
  cookies = `${start.cookie.name}=${start.cookie.value}`,
): Promise<Request> {
  const request = await provider.signIn(start.url, subject);
  request.headers.set('cookie', cookies);
  return request;
}

/** A whole sign-in. */
export async function signIn(world: World, subject = 'ada', input: BeginSignIn = {}): Promise<SignIn> {
  const start = await world.auth.signIn.begin(input);
  return world.auth.signIn.complete({ request: await comeBack(world, start, subject) });
}

/** Code and reason of what was thrown: what an application decides by. */
export async function failureOf(work: Promise<unknown>): Promise<readonly [unknown, unknown] | 'accepted'> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) throw error;
    return ['code' in error ? error.code : undefined, 'reason' in error ? error.reason : undefined];
  }
}
