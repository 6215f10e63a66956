import type {
  AnyAuth,
  AuthFixtures,
  AuthHarness,
  AuthSubject,
  Person,
  PersonName,
} from '@patchbay/auth/conformance';
import { type OidcAuthOptions, oidcAuth, oidcAuthCapabilities } from '@patchbay/auth-oidc';
import type { Integration, Native } from '@patchbay/core';
import type { StartOptions } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import { virtualClock, wireRecorder } from '@patchbay/testing';
import { type FaultServer, serve } from '@patchbay/testing/node';
import type { OpenidProvider } from '@patchbay/testing/oidc';
import {
  clientId,
  clientSecret,
  newProvider,
  redirectUri,
  scopes,
  signedOutUri,
  signInByPage,
  signingKey,
  transactionSecret,
  users,
} from './support/provider.ts';
import { toWire } from './support/wire.ts';

/** The OIDC adapter over our own strict provider, through real sockets and in virtual time. */
export const harness: AuthHarness = {
  provider: 'oidc',
  capabilities: oidcAuthCapabilities,
  start,
};

async function start({
  credential = 'right',
  policy,
  planted,
}: StartOptions<AnyAuth> = {}): Promise<AuthSubject> {
  const clock = virtualClock();
  const key = await signingKey();
  const handle = (request: Request): Promise<Response> => provider.handle(request);
  const server: FaultServer = await serve(planted?.handle?.(handle) ?? handle, { clock });
  const provider = newProvider(server.url, () => clock.now(), key);
  const { wire, fetch } = await toWire(server);
  const recorder = wireRecorder(fetch, { clock });
  const options = toOptions(credential, server.url);
  const setup = { clock, transport: { fetch: recorder.fetch }, ...(policy && { policy }) };
  const facades: AnyAuth[] = [];
  const another = async (): Promise<AnyAuth> => {
    // The suite cannot know that a planted factory takes the adapter's own options, nor what the types hide of ours.
    const made: Integration = planted?.factory?.(options as never, setup) ?? oidcAuth(options, setup);
    const facade = made as AnyAuth;
    facades.push(facade);
    if (isLoadable(facade)) await facade.native(); // the virtual clock does not see how long loading takes
    return facade;
  };
  const facade = await another();
  await facade.flow.discover().catch(() => undefined); // as an instance that is in use: one request an operation
  return {
    facade,
    another,
    clock,
    settle: (promise) => clock.settle(promise, { busy: () => recorder.inFlight > server.held }),
    fixtures: toFixtures(server.url),
    ...toFarSide(provider),
    passTime: (ms) => clock.advance(ms),
    secrets: [clientSecret, transactionSecret],
    wire,
    [Symbol.asyncDispose]: () => closeAll([...facades, server]),
  };
}

async function closeAll(open: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const one of open) await one.close();
}

type FarSide = Pick<AuthSubject, 'signIn' | 'answerDevice' | 'logoutOf' | 'issued' | 'people' | 'rotateKeys'>;

function toFarSide(provider: OpenidProvider): FarSide {
  return {
    signIn: (url, person) =>
      signInByPage(provider, url, typeof person === 'string' ? person : person.subject),
    async answerDevice(userCode, person) {
      provider.answerDevice(userCode, person === 'nobody' ? 'deny' : { subject: person });
    },
    logoutOf: async (person) => toLogout(await provider.logoutToken({ clientId, subject: person })),
    async issued() {
      const { access, id, refresh } = provider.issued;
      return { access: access.length, id: id.length, refresh: refresh.length };
    },
    people: async () => users.length,
    async rotateKeys() {
      await provider.keys.rotate();
    },
  };
}

function toOptions(credential: StartOptions['credential'], issuer: string): OidcAuthOptions {
  return {
    issuer,
    clientId,
    clientSecret: credential === 'wrong' ? 'another-secret-of-the-tests' : clientSecret,
    redirectUri,
    signedOutUri,
    transactionSecret,
  };
}

function toFixtures(issuer: string): AuthFixtures {
  return {
    issuer,
    clientId,
    redirectUri,
    signedOutUri,
    people,
    api: { audience: `${issuer}/api`, scope: 'orders' },
    refreshScopes: scopes.filter((scope) => scope !== 'orders'),
    unknownUserId: 'nobody-has-this-id',
  };
}

const people: Readonly<Record<PersonName, Person>> = {
  ada: { subject: 'ada', email: 'ada@example.com', name: 'Ada' },
  bob: { subject: 'bob', email: 'bob@example.com', name: 'Bob' },
};

function toLogout(token: string): RawWebhook {
  return {
    headers: new Headers({ 'content-type': 'application/x-www-form-urlencoded' }),
    body: new TextEncoder().encode(new URLSearchParams({ logout_token: token }).toString()),
    url: 'https://app.test/auth/logout',
  };
}

function isLoadable(auth: AnyAuth): auth is AnyAuth & Native<unknown> {
  return 'native' in auth;
}
