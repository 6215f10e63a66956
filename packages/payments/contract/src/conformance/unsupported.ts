import type { PaymentsTrait } from '../capabilities.ts';
import { assert, assertEqual } from './assert.ts';
import { cases, type Operation, operationNames } from './define.ts';
import { assertError } from './error-form.ts';
import type { PaymentsCase, PaymentsFixtures } from './harness.ts';
import { invoke, recipes } from './recipes.ts';

interface Needy {
  readonly operation: Operation;
  readonly input: (fixtures: PaymentsFixtures) => object;
}

const urls = { successUrl: 'https://shop.example/thanks', cancelUrl: 'https://shop.example/cart' };

const amountOf = ({ currency }: PaymentsFixtures) => ({ amount: { minor: 1200, currency } });
const named = ({ unknownPaymentId: id }: PaymentsFixtures) => ({ id });

/** For each trait a call that needs it. Receiving webhooks is no operation: `webhooks` has a case of its own. */
const traitInputs: Readonly<Record<Exclude<PaymentsTrait, 'webhooks'>, Needy>> = {
  'capture.manual': { operation: 'create', input: (given) => ({ ...amountOf(given), capture: 'manual' }) },
  'capture.partial': { operation: 'capture', input: (given) => ({ ...named(given), ...amountOf(given) }) },
  'capture.multiple': { operation: 'capture', input: (given) => ({ ...named(given), final: false }) },
  'refund.partial': {
    operation: 'refunds.create',
    input: (given) => ({ paymentId: given.unknownPaymentId, ...amountOf(given) }),
  },
  'payment.without_confirm': {
    operation: 'create',
    input: (given) => ({ ...amountOf(given), confirm: false }),
  },
  'payment.off_session': {
    operation: 'create',
    input: (given) => ({ ...amountOf(given), offSession: true }),
  },
  'checkout.subscription': {
    operation: 'checkout.create',
    input: ({ plans }) => ({ ...urls, mode: 'subscription', planId: plans[0] }),
  },
  'checkout.setup': {
    operation: 'checkout.create',
    input: ({ unknownPaymentId }) => ({ ...urls, mode: 'setup', customerId: unknownPaymentId }),
  },
  'subscription.trial': {
    operation: 'subscriptions.create',
    input: ({ unknownPaymentId, plans }) => ({
      customerId: unknownPaymentId,
      planId: plans[0],
      trialDays: 7,
    }),
  },
  'subscription.proration': {
    operation: 'subscriptions.change',
    input: (given) => ({ ...named(given), quantity: 2, proration: 'none' }),
  },
  'subscription.cancel_at_period_end': {
    operation: 'subscriptions.cancel',
    input: (given) => ({ ...named(given), when: 'period_end' }),
  },
};

/** What a provider does not have is refused before any I/O, and said beforehand. */
export const unsupportedCases: readonly PaymentsCase[] = [
  ...operationNames.flatMap((operation) =>
    cases('unsupported', operation, {
      refused_before_any_request: {
        title: `Without ${operation} a call is \`unsupported\`, before any request.`,
        parameters: { operation },
        needs: {
          unless: ({ operations }) => (operations[operation] ? 'the operation is there' : undefined),
        },
        async run(scene) {
          const before = scene.requestCount;
          const input = recipes[operation].blind(scene.fixtures);
          assertEqual(scene.payments.supports(operation), false, 'supports');
          assert(scene.payments.explain(operation).length > 0, '`explain` says what is missing');
          const error = await scene.failure(invoke(scene.payments, operation, input, scene.once()));
          assertError(error, { code: 'unsupported', outcome: 'not_applied' });
          assertEqual(error.operation, `payments.${operation}`, 'operation of the error');
          assertEqual(scene.requestCount, before, 'requests');
        },
      },
    }),
  ),
  ...Object.entries(traitInputs).flatMap(([trait, { operation, input }]) =>
    cases('unsupported', operation, {
      [`trait_${trait.replaceAll('.', '_')}`]: {
        title: `Without the trait ${trait} a call that needs it is \`unsupported\`, before any request.`,
        parameters: { trait },
        needs: {
          operations: [operation],
          unless: ({ traits }) =>
            new Map(Object.entries(traits)).get(trait) ? 'the trait is there' : undefined,
        },
        async run(scene) {
          const before = scene.requestCount;
          const needy = input(scene.fixtures);
          assert(scene.payments.explain(operation, needy).length > 0, '`explain` says what is missing');
          const error = await scene.failure(invoke(scene.payments, operation, needy, scene.once()));
          assertError(error, { code: 'unsupported', outcome: 'not_applied' });
          assertEqual(scene.requestCount, before, 'requests');
        },
      },
    }),
  ),
];
