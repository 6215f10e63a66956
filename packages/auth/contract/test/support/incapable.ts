import { defineAdapter, type OperationName } from '@patchbay/core';
import * as z from 'zod';
import type { AnyAuth, AuthHarness, AuthSubject } from '../../src/conformance/index.ts';
import { type AuthApi, type AuthCapabilities, auth } from '../../src/index.ts';

type Operations<T> = Readonly<Record<OperationName<AuthApi>, T>>;

function everyOperation<T extends 'native' | false>(support: T): Operations<T> {
  // The keys of the contract's table are the names of the operations.
  return Object.fromEntries(Object.keys(auth.operations).map((name) => [name, support])) as Operations<T>;
}

const nothing: AuthCapabilities = {
  provider: 'nothing',
  embedded: true,
  operations: everyOperation(false),
  traits: {
    sign_in: false,
    'sign_in.nonce': false,
    sign_out: false,
    'sign_out.back_channel': false,
    'refresh.rotates': false,
    'users.metadata': false,
    'users.password': false,
    webhooks: false,
  },
  idempotency: { kind: 'none' },
  limits: { passwordLength: 0 },
};

/** A harness over an adapter that has no operation and no trait, and says so. */
export const incapable: AuthHarness = harnessOf(nothing);

/** A harness over an adapter that declares every operation, has none of them, and no trait. */
export const boastful: AuthHarness = harnessOf({ ...nothing, operations: everyOperation('native') });

function harnessOf(capabilities: AuthCapabilities): AuthHarness {
  const factory = defineAdapter({
    spec: 1,
    contract: auth,
    capabilities,
    options: z.strictObject({}),
    client: async () => ({}),
    driver: () => ({}) as never,
    toFailure: () => undefined,
    check: async () => undefined,
    parts: { flow: () => undefined as never }, // a directory alone has no rules of sign-in
  });
  return { provider: 'nothing', capabilities, start: async () => newSubject(factory({})) };
}

function newSubject(facade: unknown): AuthSubject {
  return {
    // A dynamic caller sees every operation: what the provider lacks throws `unsupported`.
    facade: facade as AnyAuth,
    clock: { now: () => 0, monotonic: () => 0, after: () => () => {}, advance: async () => {} },
    settle: async (promise) =>
      promise.then(
        (value) => ({ status: 'fulfilled', value, elapsedMs: 0 }),
        (reason: unknown) => ({ status: 'rejected', reason, elapsedMs: 0 }),
      ),
    fixtures: {
      issuer: 'https://provider.example',
      clientId: 'shop',
      redirectUri: 'https://shop.example/auth/callback',
      signedOutUri: 'https://shop.example/',
      people: { ada: person('ada'), bob: person('bob') },
      api: { audience: 'https://shop.example/api', scope: 'orders' },
      refreshScopes: ['openid'],
      unknownUserId: 'nobody',
    },
    signIn: nobody,
    answerDevice: nobody,
    issued: async () => ({ access: 0, id: 0, refresh: 0 }),
    people: async () => 0,
    another: nobody,
    secrets: [],
    [Symbol.asyncDispose]: async () => {},
  };
}

function person(subject: string) {
  return { subject, email: `${subject}@example.com`, name: subject };
}

async function nobody(): Promise<never> {
  throw new Error('Nobody can sign in here.');
}
