import { isMatch } from '@patchbay/core/conformance';
import { storageCases } from '@patchbay/storage/conformance';
import { s3StorageCapabilities } from '@patchbay/storage-s3';
import { google, okta } from '../../packages/auth/oidc/test/peers/emulate.ts';
import { mockServer } from '../../packages/auth/oidc/test/peers/oauth2-mock-server.ts';
import { oidcProvider } from '../../packages/auth/oidc/test/peers/oidc-provider.ts';
import { emulate } from '../../packages/payments/stripe/test/peers/emulate.ts';
import { statefulMock } from '../../packages/payments/stripe/test/peers/stateful-mock.ts';
import { fauxqs } from '../../packages/storage/s3/test/peers/fauxqs.ts';
import { swift } from '../../packages/storage/s3/test/peers/swift.ts';

/** Something that we did not write, and that an adapter or its fake was held against. */
export interface Witness {
  /** With its version. */
  readonly name: string;
  /** What it proves, one phrase. */
  readonly proves: string;
  /** The test, or the record of cases and deviations. */
  readonly path: string;
  readonly record?: WitnessRecord;
}

/** The cases that a peer ran, by the operation that they are about, and those that it is known to do otherwise. */
export interface WitnessRecord {
  readonly ran: Readonly<Record<string, readonly string[]>>;
  readonly deviating: readonly string[];
}

/** A record as the peers keep it. */
interface PeerRecord {
  readonly cases: readonly string[];
  readonly deviations: Readonly<Record<string, unknown>>;
}

const sameAnswers = 'the same requests to it and to the fake';
const throughAdapter = 'the adapter in front of it';

/** What each adapter was held against, beside the conformance suite of its category. */
export const witnesses: Readonly<Record<string, readonly Witness[]>> = {
  'payments-stripe': [
    {
      name: 'emulate 0.12.2',
      proves: sameAnswers,
      path: 'test/peers/emulate.ts',
      record: recordOf(emulate, {
        create: ['intents.create*', 'intents.authorize', 'intents.*_amount', 'intents.same_key*'],
        confirm: ['intents.confirm*'],
        capture: ['intents.capture'],
        cancel: ['intents.cancel'],
        get: ['intents.unknown'],
        'customers.create': ['customers.*'],
        'customers.get': ['customers.*'],
        'customers.update': ['customers.lifecycle', 'customers.metadata'],
        'customers.delete': ['customers.deleted'],
        'checkout.create': ['checkout.price_data'],
        'checkout.get': ['checkout.through_the_adapter'],
        'checkout.expire': ['checkout.expire'],
      }),
    },
    {
      name: 'stripe-stateful-mock 0.0.16',
      proves: sameAnswers,
      path: 'test/peers/stateful-mock.ts',
      record: recordOf(statefulMock, {
        create: ['charge.*', 'key.replays*'],
        capture: ['capture.*'],
        'refunds.create': ['refund.*', 'key.of_another_refund'],
        'refunds.get': ['refund.read_through_the_adapter'],
        'customers.create': ['customers.*'],
        'customers.get': ['customers.*'],
        'customers.update': ['customers.*'],
      }),
    },
    {
      name: 'stripe 23.1, its types',
      proves: 'every request, answer and fixture',
      path: 'test/fixtures',
    },
    { name: 'stripe 23.1, its own signatures', proves: 'it signs webhooks', path: 'test/webhook.test.ts' },
  ],
  'email-sendgrid': [
    {
      name: '@sendgrid/mail and @sendgrid/client 8.1',
      proves: 'they send every request',
      path: 'test/harness.ts',
    },
    { name: 'Node’s crypto', proves: 'it signs events', path: 'test/support/webhooks.ts' },
  ],
  'email-smtp': [
    { name: 'smtp-server 3', proves: 'the conformance suite', path: 'test/support/mail-server.ts' },
    {
      name: 'A server that misbehaves',
      proves: 'what each failure says',
      path: 'test/support/raw-server.ts',
    },
    {
      name: 'Debian’s Postfix 3.7',
      proves: 'its own bounces, delays and delivery reports',
      path: 'test/peers/postfix.slow.test.ts',
    },
  ],
  'storage-s3': [
    { name: 'fauxqs 2.4.1', proves: throughAdapter, path: 'test/peers/fauxqs.ts', record: ofStorage(fauxqs) },
    {
      name: 'OpenStack Swift 2.30',
      proves: `${throughAdapter}, with \`dialect: 'generic'\``,
      path: 'test/peers/swift.ts',
      record: ofStorage(swift),
    },
    { name: 'awscli 2', proves: 'it drives the fake', path: 'test/peers/awscli.slow.test.ts' },
    { name: 'rclone', proves: 'it drives the fake', path: 'test/peers/rclone.slow.test.ts' },
  ],
  'auth-oidc': [
    {
      name: 'Our strict OpenID provider and its lies, `@patchbay/testing/oidc`',
      proves: 'the conformance suite',
      path: 'test/harness.ts',
    },
    {
      name: 'oidc-provider 9.13',
      proves: throughAdapter,
      path: 'test/peers/oidc-provider.ts',
      record: ofSignIn(oidcProvider),
    },
    {
      name: 'oauth2-mock-server 9.3.0',
      proves: throughAdapter,
      path: 'test/peers/oauth2-mock-server.ts',
      record: ofSignIn(mockServer),
    },
    {
      name: 'Okta of emulate 0.12.2',
      proves: throughAdapter,
      path: 'test/peers/emulate.ts',
      record: ofSignIn(okta),
    },
    {
      name: 'Google of emulate 0.12.2',
      proves: throughAdapter,
      path: 'test/peers/emulate.ts',
      record: ofSignIn(google),
    },
  ],
  'state-redis': [
    { name: 'Debian’s Redis 7.0.15', proves: 'the conformance suite', path: 'test/conformance.slow.test.ts' },
  ],
  'state-postgres': [
    { name: 'Postgres 18.4', proves: 'the conformance suite', path: 'test/conformance.test.ts' },
  ],
  'jobs-bullmq': [
    {
      name: 'BullMQ 6.7 on Debian’s Redis 7.0.15',
      proves: 'the conformance suite',
      path: 'test/conformance.slow.test.ts',
    },
  ],
  'jobs-pgboss': [
    {
      name: 'pg-boss 12.38 on Postgres 18.4',
      proves: 'the conformance suite',
      path: 'test/conformance.test.ts',
    },
  ],
};

/** Joins a peer's record with the operations that its cases are about. */
function recordOf(
  { cases, deviations }: PeerRecord,
  about: Readonly<Record<string, readonly string[]>>,
): WitnessRecord {
  const named = (patterns: readonly string[]) =>
    cases.filter((id) => patterns.some((pattern) => isMatch(pattern, id)));
  for (const pattern of Object.values(about).flat()) {
    if (named([pattern]).length === 0)
      throw new Error(`tooling/docs/witnesses.ts: no peer’s case is ${pattern}.`);
  }
  const ran = Object.entries(about).map(([operation, patterns]) => [operation, named(patterns)] as const);
  return { ran: Object.fromEntries(ran), deviating: Object.keys(deviations) };
}

function ofSignIn({ cases, deviations }: PeerRecord): WitnessRecord {
  const devices = cases.filter((id) => id.startsWith('device'));
  return recordOf(
    { cases, deviations },
    {
      'flow.discover': ['sign_in', 'check'],
      'flow.keys': ['verify.*'],
      'flow.exchange': ['sign_in*', 'exchange.*'],
      'flow.refresh': ['refresh*'],
      'flow.revoke': ['revoke*'],
      'flow.userInfo': ['profile*'],
      'flow.clientCredentials': ['client_credentials'],
      ...(devices.includes('device') && { 'flow.startDevice': ['device*'] }),
      'flow.pollDevice': ['device*'],
    },
  );
}

/** The suite's own cases run on servers of S3. What needs our wire, or is left out, did not. */
function ofStorage(peer: PeerRecord & { readonly leftOut: Readonly<Record<string, string>> }): WitnessRecord {
  const wireless = { provider: 's3', capabilities: { ...s3StorageCapabilities, embedded: true }, start };
  const isOne = (patterns: readonly string[], id: string) => patterns.some((line) => isMatch(line, id));
  const cases = storageCases.filter(
    (one) =>
      isOne(peer.cases, one.id) &&
      !isOne(Object.keys(peer.leftOut), one.id) &&
      one.skip(wireless) === undefined,
  );
  const operations = [...new Set(cases.map(({ operation }) => operation))];
  const idsOf = (operation: string): readonly string[] =>
    cases.filter((one) => one.operation === operation).map(({ id }) => id);
  const ran = operations.map((operation) => [operation, idsOf(operation)] as const);
  const deviating = cases.filter(({ id }) => isOne(Object.keys(peer.deviations), id)).map(({ id }) => id);
  return { ran: Object.fromEntries(ran), deviating };
}

function start(): never {
  throw new Error('No case is run here.');
}
