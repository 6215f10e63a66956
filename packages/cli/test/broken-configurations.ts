/** A configuration that must be refused, with where its report has to point. */
export interface BrokenConfiguration {
  readonly id: string;
  /** Content of patchbay.config.json. */
  readonly file?: object;
  readonly env: Readonly<Record<string, string>>;
  /** Packages beside the real ones: name to source. */
  readonly packages?: Readonly<Record<string, string>>;
  /** The module of requirements. Default: payments alone. */
  readonly requirements?: string;
  /** Currency that the application takes. */
  readonly currency?: string;
  readonly code: 'config_invalid' | 'adapter_missing';
  /** Paths of the problems, in the order of the report. */
  readonly paths: readonly string[];
}

const secretKey = 'sk_test_Zk3vB8wQ1xR5';
const stripe = { PAYMENTS_PROVIDER: 'stripe' };

/** An adapter of a third party that has little. */
const smallAdapter = `
import { defineAdapter } from '@patchbay/core';
import { payments } from '@patchbay/payments';

const offered = (name) => (['create', 'get'].includes(name) ? 'native' : false);
const operations = Object.fromEntries(Object.keys(payments.operations).map((name) => [name, offered(name)]));
export const smallPayments = defineAdapter({
  spec: 1,
  contract: payments,
  capabilities: { provider: 'small', operations, traits: {}, idempotency: { kind: 'none' }, currencies: { accepted: 'any' } },
  options: { '~standard': { version: 1, vendor: 'small', validate: (value) => ({ value }) } },
  client: async () => ({}),
  driver: () => ({}),
  toFailure: () => undefined,
  check: async () => {},
});
`;

/** What goes wrong most often, one of each. */
export const brokenConfigurations: readonly BrokenConfiguration[] = [
  { id: 'missing-secret', env: stripe, code: 'config_invalid', paths: ['payments.secretKey'] },
  {
    id: 'unknown-key',
    file: { payments: { provider: 'stripe', options: { secretKey, webhokSecret: 'whsec_Zk3vB8wQ1xR5' } } },
    env: {},
    code: 'config_invalid',
    paths: ['payments.webhokSecret'],
  },
  {
    id: 'wrong-type',
    file: { payments: { provider: 'stripe', options: { secretKey, account: 8080 } } },
    env: {},
    code: 'config_invalid',
    paths: ['payments.account'],
  },
  {
    id: 'unknown-provider',
    env: { PAYMENTS_PROVIDER: 'strpe' },
    code: 'config_invalid',
    paths: ['payments.provider'],
  },
  {
    id: 'package-absent',
    env: { PAYMENTS_PROVIDER: 'acme' },
    code: 'adapter_missing',
    paths: ['payments.provider'],
  },
  {
    id: 'package-throws',
    env: { PAYMENTS_PROVIDER: 'faulty-patchbay-payments' },
    packages: { 'faulty-patchbay-payments': "throw new TypeError('This machine has no card reader.');" },
    code: 'config_invalid',
    paths: ['payments.provider'],
  },
  {
    id: 'two-errors',
    env: { ...stripe, STRIPE_SECRET_KEY: 'pk_test_Zk3vB8wQ1xR5', STRIPE_BASE_URL: 'localhost' },
    code: 'config_invalid',
    paths: ['payments.secretKey', 'payments.baseUrl'],
  },
  {
    id: 'live-key-in-development',
    env: { ...stripe, STRIPE_SECRET_KEY: 'sk_live_Zk3vB8wQ1xR5' },
    code: 'config_invalid',
    paths: ['payments.secretKey'],
  },
  {
    id: 'test-key-in-production',
    env: { ...stripe, STRIPE_SECRET_KEY: secretKey, NODE_ENV: 'production' },
    code: 'config_invalid',
    paths: ['payments.secretKey'],
  },
  {
    id: 'lossy-currency',
    env: { ...stripe, STRIPE_SECRET_KEY: secretKey },
    currency: 'KWD',
    code: 'config_invalid',
    paths: ['payments'],
  },
  {
    id: 'missing-need',
    env: { PAYMENTS_PROVIDER: 'small-patchbay-payments' },
    packages: { 'small-patchbay-payments': smallAdapter },
    code: 'config_invalid',
    paths: ['payments'],
  },
  {
    id: 'bad-url',
    env: { ...stripe, STRIPE_SECRET_KEY: secretKey, STRIPE_BASE_URL: 'https//api.stripe.test' },
    code: 'config_invalid',
    paths: ['payments.baseUrl'],
  },
];

/** The values of these configurations that no report may show. */
export const secretValues: readonly string[] = ['Zk3vB8wQ1xR5'];
