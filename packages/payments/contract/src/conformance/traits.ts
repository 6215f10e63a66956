import type { OperationName } from '@patchbay/core';
import type { TraitCall } from '@patchbay/core/conformance';
import type { PaymentsApi } from '../api.ts';
import type { PaymentsTrait } from '../capabilities.ts';
import type { PaymentsScene } from './scene.ts';

const urls = { successUrl: 'https://shop.example/thanks', cancelUrl: 'https://shop.example/cart' };

const named = ({ fixtures: { unknownPaymentId: id } }: PaymentsScene) => ({ id });
const amountOf = (scene: PaymentsScene) => ({ amount: scene.money() });

/** For each trait a call that needs it. Receiving webhooks is no operation: `webhooks` has a case of its own. */
export const traits: Readonly<
  Record<Exclude<PaymentsTrait, 'webhooks'>, TraitCall<PaymentsScene, OperationName<PaymentsApi>>>
> = {
  'capture.manual': { operation: 'create', input: (given) => ({ ...amountOf(given), capture: 'manual' }) },
  'capture.partial': { operation: 'capture', input: (given) => ({ ...named(given), ...amountOf(given) }) },
  'capture.multiple': { operation: 'capture', input: (given) => ({ ...named(given), final: false }) },
  'refund.partial': {
    operation: 'refunds.create',
    input: (given) => ({ paymentId: given.fixtures.unknownPaymentId, ...amountOf(given) }),
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
    input: ({ fixtures }) => ({ ...urls, mode: 'subscription', planId: fixtures.plans[0] }),
  },
  'checkout.setup': {
    operation: 'checkout.create',
    input: ({ fixtures }) => ({ ...urls, mode: 'setup', customerId: fixtures.unknownPaymentId }),
  },
  'subscription.trial': {
    operation: 'subscriptions.create',
    input: ({ fixtures }) => ({
      customerId: fixtures.unknownPaymentId,
      planId: fixtures.plans[0],
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
  metadata: { operation: 'create', input: (given) => ({ ...amountOf(given), metadata: { a: 'b' } }) },
};
