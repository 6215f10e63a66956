import type { BeginSignIn, SignIn, SignInStart } from '@patchbay/auth';
import { type OidcAuth, type OidcAuthOptions, oidcAuth } from '@patchbay/auth-oidc';
import { type VirtualClock, virtualClock, wireRecorder } from '@patchbay/testing';
import { type FaultServer, serve } from '@patchbay/testing/node';
import type { OpenidProvider } from '@patchbay/testing/oidc';
import {
  clientId,
  clientSecret,
  newProvider,
  redirectUri,
  scopes,
  signedOutUri,
  signingKey,
  transactionSecret,
} from './provider.ts';

/** An application, the provider that it signs in through, and the time of both. */
export interface World extends AsyncDisposable {
  readonly provider: OpenidProvider;
  readonly server: FaultServer;
  readonly clock: VirtualClock;
  readonly auth: OidcAuth;
  readonly options: OidcAuthOptions;
  /** Another instance of the application. */
  newAuth(changes?: Partial<OidcAuthOptions>, name?: string): OidcAuth;
}

/** A fresh one. Calls are made once: what is tested is what one of them does. */
export async function newWorld(
  changes: Partial<OidcAuthOptions> = {},
  algorithm: 'RS256' | 'ES256' = 'ES256',
): Promise<World> {
  const recorder = wireRecorder();
  const clock = virtualClock({ busy: () => recorder.inFlight > server.held });
  const key = await signingKey(algorithm);
  const server: FaultServer = await serve((request) => provider.handle(request), { clock });
  const provider = newProvider(server.url, () => clock.now(), key);
  const options: OidcAuthOptions = {
    issuer: server.url,
    clientId,
    clientSecret,
    redirectUri,
    signedOutUri,
    transactionSecret,
    scopes,
    returnOrigins: ['https://shop.test'],
    ...changes,
  };
  const made: OidcAuth[] = [];
  const newAuth: World['newAuth'] = (more = {}, name = 'auth') => {
    const policy = { retry: false, breaker: false } as const;
    const auth = oidcAuth({ ...options, ...more }, { clock, name, policy, transport: recorder });
    made.push(auth);
    return auth;
  };
  const close = async (): Promise<void> => {
    for (const auth of made) await auth.close();
    await server.close();
  };
  return { provider, server, clock, options, auth: newAuth(), newAuth, [Symbol.asyncDispose]: close };
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
    return [error.code, 'reason' in error ? error.reason : undefined];
  }
}
