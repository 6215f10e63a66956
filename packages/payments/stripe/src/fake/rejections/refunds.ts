import type { RejectionRequest, RejectionRow } from './row.ts';
import { bad, errorCodes, missing, pay, post } from './stages.ts';

const refunds = '/v1/refunds';

function refund(form: Readonly<Record<string, string>>): RejectionRequest {
  return post(refunds, form);
}
const all = refund({ payment_intent: '{0.id}' });

/** Refunds, charges and disputes. */
export const refundsRejections = [
  {
    id: 'refund-of-nothing',
    request: refund({}),
    ...bad,
    code: 'parameter_missing',
    param: 'payment_intent',
    source: 'stripe/stripe-dotnet#2202',
    basis: 'inferred',
  },
  {
    id: 'refund-of-two',
    request: refund({ payment_intent: 'pi_a', charge: 'ch_a' }),
    ...bad,
    code: 'parameters_exclusive',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'refund-intent-unknown',
    request: refund({ payment_intent: 'pi_none' }),
    ...missing,
    param: 'payment_intent',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'refund-charge-unknown',
    request: refund({ charge: 'ch_none' }),
    ...missing,
    source: 'stripe-stateful-mock@0.0.16 test/refunds.ts, compared with the live API',
    basis: 'observed',
  },
  {
    id: 'refund-unpaid',
    before: [{ method: 'POST', path: '/v1/payment_intents', form: { amount: '1000', currency: 'usd' } }],
    request: all,
    ...bad,
    param: 'payment_intent',
    source: 'public reports that quote Stripe: "does not have a successful charge to refund"',
    basis: 'inferred',
  },
  {
    id: 'refund-uncaptured',
    before: [pay('pm_card_visa', { capture_method: 'manual' })],
    request: all,
    ...bad,
    param: 'charge',
    source: 'artsy/exchange#463',
    basis: 'inferred',
  },
  {
    id: 'refund-declined',
    before: [pay('pm_card_chargeDeclined'), { method: 'GET', path: '/v1/payment_intents' }],
    request: refund({ payment_intent: '{1.data.0.id}' }),
    ...bad,
    param: 'charge',
    source: 'public reports that quote Stripe: "does not have a successful charge to refund"',
    basis: 'inferred',
  },
  {
    id: 'refund-too-much',
    before: [pay('pm_card_visa')],
    request: refund({ payment_intent: '{0.id}', amount: '1001' }),
    ...bad,
    param: 'amount',
    source: 'stripe-stateful-mock@0.0.16 test/refunds.ts, compared with the live API',
    basis: 'observed',
  },
  {
    id: 'refund-too-much-left',
    before: [pay('pm_card_visa'), refund({ payment_intent: '{0.id}', amount: '600' })],
    request: refund({ payment_intent: '{0.id}', amount: '401' }),
    ...bad,
    param: 'amount',
    source: 'reactioncommerce/reaction#3704',
    basis: 'inferred',
  },
  {
    id: 'refund-more-than-captured',
    before: [
      pay('pm_card_visa', { capture_method: 'manual' }),
      { method: 'POST', path: '/v1/payment_intents/{0.id}/capture', form: { amount_to_capture: '600' } },
    ],
    request: refund({ payment_intent: '{0.id}', amount: '601' }),
    ...bad,
    param: 'amount',
    source: 'woocommerce/woocommerce-gateway-stripe#1073',
    basis: 'inferred',
  },
  {
    id: 'refund-twice',
    before: [pay('pm_card_visa'), all],
    request: all,
    ...bad,
    code: 'charge_already_refunded',
    source: 'stripe-stateful-mock@0.0.16 test/refunds.ts, compared with the live API',
    basis: 'observed',
  },
  {
    id: 'refund-disputed',
    before: [pay('pm_card_createDispute')],
    request: all,
    ...bad,
    code: 'charge_disputed',
    source: 'stripe-stateful-mock@0.0.16 test/refunds.ts, compared with the live API',
    basis: 'observed',
  },
  {
    id: 'refund-reason-unknown',
    before: [pay('pm_card_visa')],
    request: refund({ payment_intent: '{0.id}', reason: 'sorry' }),
    ...bad,
    param: 'reason',
    source: 'https://docs.stripe.com/api/refunds/create',
    basis: 'documented',
  },
  {
    id: 'refund-cancel-done',
    before: [pay('pm_card_visa'), all],
    request: { method: 'POST', path: `${refunds}/{1.id}/cancel` },
    ...bad,
    source: 'https://docs.stripe.com/api/refunds/cancel',
    basis: 'inferred',
  },
  {
    id: 'refund-unknown',
    request: { method: 'GET', path: `${refunds}/re_none` },
    ...missing,
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'charge-unknown',
    request: { method: 'GET', path: '/v1/charges/ch_none' },
    ...missing,
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'dispute-unknown',
    request: { method: 'GET', path: '/v1/disputes/du_none' },
    ...missing,
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'dispute-closed',
    before: [
      pay('pm_card_createDispute'),
      { method: 'GET', path: '/v1/disputes?payment_intent={0.id}' },
      { method: 'POST', path: '/v1/disputes/{1.data.0.id}/close' },
    ],
    request: {
      method: 'POST',
      path: '/v1/disputes/{1.data.0.id}',
      form: { 'evidence[customer_name]': 'Ada' },
    },
    ...bad,
    source: 'https://docs.stripe.com/api/disputes/close',
    basis: 'inferred',
  },
] as const satisfies readonly RejectionRow[];
