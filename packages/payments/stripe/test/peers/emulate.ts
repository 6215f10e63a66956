import type { PeerRecord } from './compare.ts';

const made = { http: 200, state: 'requires_payment_method' };

/** emulate@0.12.2: the cases that it runs, and what it does instead of what Stripe does. */
export const emulate: PeerRecord = {
  cases: [
    'customers.lifecycle',
    'customers.metadata',
    'customers.deleted',
    'intents.create',
    'intents.create.through_the_adapter',
    'intents.confirm',
    'intents.confirm_at_once',
    'intents.confirm.declined',
    'intents.confirm.twice',
    'intents.authorize',
    'intents.capture',
    'intents.cancel',
    'intents.unknown',
    'intents.unknown_customer',
    'intents.without_amount',
    'intents.negative_amount',
    'intents.unknown_currency',
    'intents.same_key',
    'intents.same_key.other_amount',
    'wrong_key',
    'unknown_route',
    'unknown_route.through_the_adapter',
    'checkout.expire',
    'checkout.through_the_adapter',
    'checkout.price_data',
    'webhook',
  ],
  deviations: {
    // Its payment intents have no amounts received or capturable; the adapter does not guess them.
    'intents.create.through_the_adapter': { code: 'invalid_response' },
    'intents.confirm_at_once': { http: 200, state: 'requires_confirmation' },
    'intents.confirm.declined': { http: 200, state: 'succeeded' },
    'intents.authorize': { http: 200, state: 'succeeded' },
    'intents.capture': { http: 404 },
    'intents.without_amount': { http: 400, type: 'invalid_request_error', param: 'amount' },
    'intents.negative_amount': made,
    'intents.unknown_currency': made,
    'intents.same_key': { same: false, replayed: false },
    'intents.same_key.other_amount': made,
    wrong_key: { http: 200 },
    unknown_route: { http: 404 },
    // A 404 without Stripe's envelope, which the SDK resolves as a success.
    'unknown_route.through_the_adapter': { code: 'invalid_response' },
    'checkout.expire': [
      { http: 200, state: 'open' },
      { http: 200, state: 'expired' },
      { http: 400, type: 'invalid_request_error', code: 'checkout_session_not_open' },
    ],
    'checkout.price_data': { code: 'invalid_request', reason: 'parameter_invalid' },
    // The signature is right, but its events have neither id nor time.
    webhook: { signed: true, code: 'webhook_rejected', reason: 'payload_malformed' },
  },
};
