import type { RejectionRow } from './row.ts';
import { authorized, bad, badState, createIntent, errorCodes, onIntent, pay } from './stages.ts';

const captureDocs = 'https://docs.stripe.com/api/payment_intents/capture';
const incrementDocs = 'https://docs.stripe.com/payments/incremental-authorization';

/** Capturing, canceling and raising authorizations. */
export const settlementRejections = [
  {
    id: 'capture-unconfirmed',
    before: [createIntent({ capture_method: 'manual' })],
    request: onIntent('/capture'),
    ...badState,
    source: 'grandnode/grandnode#985',
    basis: 'observed',
  },
  {
    id: 'capture-twice',
    before: [authorized, onIntent('/capture')],
    request: onIntent('/capture'),
    ...badState,
    source: 'stripe/stripe-php#818',
    basis: 'observed',
  },
  {
    id: 'capture-canceled',
    before: [authorized, onIntent('/cancel')],
    request: onIntent('/capture'),
    ...badState,
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'capture-too-much',
    before: [authorized],
    request: onIntent('/capture', { amount_to_capture: '1001' }),
    ...bad,
    code: 'amount_too_large',
    param: 'amount_to_capture',
    source: 'Automattic/woocommerce-payments#7581',
    basis: 'inferred',
  },
  {
    id: 'capture-too-little',
    before: [authorized],
    request: onIntent('/capture', { amount_to_capture: '12' }),
    ...bad,
    code: 'amount_too_small',
    source: 'stripe-stateful-mock@0.0.16 test/charges.ts, compared with the live API',
    basis: 'inferred',
  },
  {
    id: 'capture-nothing',
    before: [authorized],
    request: onIntent('/capture', { amount_to_capture: '0' }),
    ...bad,
    code: 'parameter_invalid_integer',
    param: 'amount_to_capture',
    source: captureDocs,
    basis: 'inferred',
  },
  {
    id: 'capture-several-not-requested',
    before: [authorized],
    request: onIntent('/capture', { amount_to_capture: '500', final_capture: 'false' }),
    ...bad,
    param: 'final_capture',
    source: captureDocs,
    basis: 'inferred',
  },
  {
    id: 'cancel-paid',
    before: [pay('pm_card_visa')],
    request: onIntent('/cancel'),
    ...badState,
    source: 'juspay/hyperswitch, its connector tests against Stripe',
    basis: 'observed',
  },
  {
    id: 'cancel-twice',
    before: [createIntent(), onIntent('/cancel')],
    request: onIntent('/cancel'),
    ...badState,
    source:
      'public reports that quote Stripe: "You cannot cancel this PaymentIntent because it has a status of canceled."',
    basis: 'observed',
  },
  {
    id: 'cancel-reason-unknown',
    before: [createIntent()],
    request: onIntent('/cancel', { cancellation_reason: 'bored' }),
    ...bad,
    param: 'cancellation_reason',
    source: 'https://docs.stripe.com/api/payment_intents/cancel',
    basis: 'documented',
  },
  {
    id: 'increment-not-requested',
    before: [authorized],
    request: onIntent('/increment_authorization', { amount: '2000' }),
    ...bad,
    code: 'payment_intent_invalid_parameter',
    source: incrementDocs,
    basis: 'inferred',
  },
  {
    id: 'increment-downwards',
    before: [
      pay('pm_card_visa', {
        capture_method: 'manual',
        'payment_method_options[card][request_incremental_authorization]': 'if_available',
      }),
    ],
    request: onIntent('/increment_authorization', { amount: '900' }),
    ...bad,
    param: 'amount',
    source: incrementDocs,
    basis: 'inferred',
  },
  {
    id: 'increment-paid',
    before: [pay('pm_card_visa')],
    request: onIntent('/increment_authorization', { amount: '2000' }),
    ...badState,
    source: incrementDocs,
    basis: 'inferred',
  },
] as const satisfies readonly RejectionRow[];
