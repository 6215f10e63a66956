import type { AnyAuth, AuthHarness, AuthSubject, Person, PersonName } from '@patchbay/auth/conformance';
import type { StartOptions } from '@patchbay/core/conformance';
import { acmeAuthCapabilities } from '../src/index.ts';
import { missing } from './support/missing.ts';
import { newStage } from './support/stage.ts';

/** The adapter over the fake. `exempt` takes cases that cannot apply although the capabilities do not tell. */
export const harness: AuthHarness = {
  provider: 'acme',
  capabilities: acmeAuthCapabilities,
  start,
};

async function start(options?: StartOptions<AnyAuth>): Promise<AuthSubject> {
  const stage = await newStage(options);
  const { people: directory, issued } = stage.fake.books;
  return {
    ...stage,
    fixtures,
    signIn: missing('signIn'),
    answerDevice: missing('answerDevice'),
    issued: async () => ({ ...issued }),
    people: async () => directory.size,
    passTime: (ms) => stage.clock.advance(ms),
  };
}

const people: Readonly<Record<PersonName, Person>> = {
  ada: { subject: 'ada', email: 'ada@example.com', name: 'Ada' },
  bob: { subject: 'bob', email: 'bob@example.com', name: 'Bob' },
};

/** What a fresh account at Acme has: https://docs.acme.example/testing (<today>). The fake has to know it. */
const fixtures = {
  issuer: 'https://id.acme.example',
  clientId: 'app',
  redirectUri: 'https://app.test/auth/callback',
  signedOutUri: 'https://app.test/',
  people,
  api: { audience: 'https://app.test/api', scope: 'orders' },
  refreshScopes: ['openid', 'offline_access'],
  unknownUserId: 'nobody',
} as const;
