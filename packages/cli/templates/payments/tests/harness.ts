import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyPayments, Books, PaymentsHarness, PaymentsSubject } from '@patchbay/payments/conformance';
import type { AcmeBooks } from '../src/fake/index.ts';
import { acmePaymentsCapabilities } from '../src/index.ts';
import { missing } from './support/missing.ts';
// only: webhooks
import { newStage, toWebhooks } from './support/stage.ts';
// only: no-webhooks
import { newStage } from './support/stage.ts';
// all

/** The adapter over the fake. `exempt` takes cases that cannot apply although the capabilities do not tell. */
export const harness: PaymentsHarness = {
  provider: 'acme',
  capabilities: acmePaymentsCapabilities,
  start,
};

async function start(options?: StartOptions<AnyPayments>): Promise<PaymentsSubject> {
  const stage = await newStage(options);
  return {
    ...stage,
    fixtures,
    payer: {
      authenticate: missing('payer.authenticate'),
      pay: missing('payer.pay'),
      finishProcessing: missing('payer.finishProcessing'),
      renew: missing('payer.renew'),
    },
    books: toBooks(stage.fake.books),
    // only: webhooks
    webhooks: toWebhooks(stage),
    // only: no-webhooks
    webhooks: { sent: async () => [], sign: () => Promise.reject(new Error('Acme signs nothing.')) },
    // all
  };
}

/** Acme's test methods and plans: https://docs.acme.example/testing (<today>). The fake has to know them. */
const fixtures = {
  currency: 'USD',
  methods: {
    success: 'method_success',
    declined: 'method_declined',
    insufficientFunds: 'method_insufficient_funds',
    expiredCard: 'method_expired_card',
    lostCard: 'method_lost_card',
    incorrectCvc: 'method_incorrect_cvc',
    authenticate: 'method_authenticate',
    processing: 'method_processing',
    disputed: 'method_disputed',
    refundFails: 'method_refund_fails',
  },
  plans: ['plan_basic', 'plan_pro'],
  unknownPaymentId: 'charge_0',
} as const;

function toBooks({ charges, captures, refunds }: AcmeBooks): Books {
  const sum = (bookings: AcmeBooks['charges'], currency: string): number =>
    bookings.reduce((total, booking) => total + (booking.currency === currency ? booking.minor : 0), 0);
  return {
    charges: async () => charges.length,
    refunds: async () => refunds.length,
    captured: async (currency) => sum(captures, currency),
    refunded: async (currency) => sum(refunds, currency),
  };
}
