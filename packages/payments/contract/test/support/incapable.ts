import { defineAdapter, type OperationName } from '@patchbay/core';
import * as z from 'zod';
import type { AnyPayments, PaymentsHarness, PaymentsSubject } from '../../src/conformance/index.ts';
import { type PaymentsApi, type PaymentsCapabilities, payments } from '../../src/index.ts';

type Operations<T> = Readonly<Record<OperationName<PaymentsApi>, T>>;

function everyOperation<T extends 'native' | false>(support: T): Operations<T> {
  // The keys of the contract's table are the names of the operations.
  return Object.fromEntries(Object.keys(payments.operations).map((name) => [name, support])) as Operations<T>;
}

const nothing: PaymentsCapabilities = {
  provider: 'nothing',
  embedded: true,
  operations: everyOperation(false),
  traits: {
    'capture.manual': false,
    'capture.partial': false,
    'capture.multiple': false,
    'refund.partial': false,
    'payment.without_confirm': false,
    'payment.off_session': false,
    'checkout.subscription': false,
    'checkout.setup': false,
    'subscription.trial': false,
    'subscription.proration': false,
    'subscription.cancel_at_period_end': false,
    metadata: false,
    webhooks: false,
  },
  idempotency: { kind: 'none' },
  currencies: { accepted: 'any' },
};

/** A harness over an adapter that has no operation and no trait, and says so. */
export const incapable: PaymentsHarness = harnessOf(nothing);

/** A harness over an adapter that declares every operation, has none of them, and no trait. */
export const boastful: PaymentsHarness = harnessOf({ ...nothing, operations: everyOperation('native') });

function harnessOf(capabilities: PaymentsCapabilities): PaymentsHarness {
  const factory = defineAdapter({
    spec: 1,
    contract: payments,
    capabilities,
    options: z.strictObject({}),
    client: async () => ({}),
    driver: () => ({}) as never,
    toFailure: () => undefined,
    check: async () => undefined,
  });
  return { provider: 'nothing', capabilities, start: async () => newSubject(factory({})) };
}

const fixtures: PaymentsSubject['fixtures'] = {
  currency: 'EUR',
  methods: {
    success: 'pm_1',
    declined: 'pm_2',
    insufficientFunds: 'pm_3',
    expiredCard: 'pm_4',
    lostCard: 'pm_5',
    incorrectCvc: 'pm_6',
    authenticate: 'pm_7',
    processing: 'pm_8',
    disputed: 'pm_9',
    refundFails: 'pm_10',
  },
  plans: ['plan_1', 'plan_2'],
  unknownPaymentId: 'pay_0',
};

function newSubject(facade: unknown): PaymentsSubject {
  const absent = async (): Promise<never> => {
    throw new Error('There is nothing here.');
  };
  return {
    // A dynamic caller sees every operation: what the provider lacks throws `unsupported`.
    facade: facade as AnyPayments,
    clock: { now: () => 0, monotonic: () => 0, after: () => () => {}, advance: async () => {} },
    settle: async (promise) =>
      promise.then(
        (value) => ({ status: 'fulfilled', value, elapsedMs: 0 }),
        (reason: unknown) => ({ status: 'rejected', reason, elapsedMs: 0 }),
      ),
    fixtures,
    payer: { authenticate: absent, pay: absent, finishProcessing: absent, renew: absent },
    books: {
      charges: async () => 0,
      refunds: async () => 0,
      captured: async () => 0,
      refunded: async () => 0,
    },
    webhooks: { sent: async () => [], sign: absent },
    secrets: [],
    [Symbol.asyncDispose]: async () => {},
  };
}
