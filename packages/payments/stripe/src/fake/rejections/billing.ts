import type { RejectionRequest, RejectionRow } from './row.ts';
import { bad, customer, errorCodes, missing, post } from './stages.ts';

const subscriptions = '/v1/subscriptions';
const subscriptionDocs = 'https://docs.stripe.com/api/subscriptions';

function price(
  form: Readonly<Record<string, string>> = { 'recurring[interval]': 'month' },
): RejectionRequest {
  return post('/v1/prices', { currency: 'usd', unit_amount: '900', 'product_data[name]': 'Club', ...form });
}

function subscribe(form: Readonly<Record<string, string>> = {}): RejectionRequest {
  return post(subscriptions, { customer: '{0.id}', 'items[0][price]': '{1.id}', ...form });
}

const onTrial = [customer, price(), subscribe({ trial_period_days: '7' })];

/** Catalogue, subscriptions, invoices, events. */
export const billingRejections = [
  {
    id: 'price-no-amount',
    request: price({ unit_amount: '' }),
    ...bad,
    code: 'parameter_invalid_empty',
    param: 'unit_amount',
    source: errorCodes,
    basis: 'documented',
  },
  {
    id: 'price-no-product',
    request: { method: 'POST', path: '/v1/prices', form: { currency: 'usd', unit_amount: '900' } },
    ...bad,
    code: 'parameter_missing',
    param: 'product',
    source: 'stripe-stateful-mock@0.0.16 src/api/prices.ts',
    basis: 'inferred',
  },
  {
    id: 'price-product-unknown',
    request: {
      method: 'POST',
      path: '/v1/prices',
      form: { currency: 'usd', unit_amount: '900', product: 'prod_none' },
    },
    ...bad,
    code: 'resource_missing',
    param: 'product',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'price-interval-unknown',
    request: price({ 'recurring[interval]': 'fortnight' }),
    ...bad,
    param: 'recurring[interval]',
    source: 'https://docs.stripe.com/api/prices/create',
    basis: 'documented',
  },
  {
    id: 'product-no-name',
    request: { method: 'POST', path: '/v1/products' },
    ...bad,
    code: 'parameter_missing',
    param: 'name',
    source: errorCodes,
    basis: 'documented',
  },
  {
    id: 'subscription-no-items',
    before: [customer],
    request: { method: 'POST', path: subscriptions, form: { customer: '{0.id}' } },
    ...bad,
    code: 'parameter_missing',
    param: 'items',
    source: subscriptionDocs,
    basis: 'inferred',
  },
  {
    id: 'subscription-customer-unknown',
    before: [customer, price()],
    request: subscribe({ customer: 'cus_none' }),
    ...bad,
    code: 'resource_missing',
    param: 'customer',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'subscription-price-unknown',
    before: [customer, price()],
    request: subscribe({ 'items[0][price]': 'price_none' }),
    ...bad,
    code: 'resource_missing',
    param: 'items[0][price]',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'subscription-price-once',
    before: [customer, price({})],
    request: subscribe(),
    ...bad,
    param: 'items[0][price]',
    source: subscriptionDocs,
    basis: 'inferred',
  },
  {
    id: 'subscription-no-method',
    before: [customer, price()],
    request: subscribe(),
    ...bad,
    code: 'resource_missing',
    source:
      'public reports that quote Stripe: "This customer has no attached payment source or default payment method"',
    basis: 'observed',
  },
  {
    id: 'subscription-method-foreign',
    before: [
      customer,
      price(),
      { method: 'POST', path: '/v1/payment_methods', form: { type: 'card', 'card[token]': 'tok_visa' } },
    ],
    request: subscribe({ default_payment_method: '{2.id}' }),
    ...bad,
    code: 'resource_missing',
    param: 'default_payment_method',
    source: subscriptionDocs,
    basis: 'inferred',
  },
  {
    id: 'subscription-cancel-twice',
    before: [...onTrial, { method: 'DELETE', path: `${subscriptions}/{2.id}` }],
    request: { method: 'DELETE', path: `${subscriptions}/{2.id}` },
    ...missing,
    source: subscriptionDocs,
    basis: 'inferred',
  },
  {
    id: 'subscription-update-canceled',
    before: [...onTrial, { method: 'DELETE', path: `${subscriptions}/{2.id}` }],
    request: { method: 'POST', path: `${subscriptions}/{2.id}`, form: { cancel_at_period_end: 'true' } },
    ...bad,
    source:
      'public reports that quote Stripe: "A canceled subscription can only update its cancellation_details and metadata."',
    basis: 'observed',
  },
  {
    id: 'subscription-item-unknown',
    before: onTrial,
    request: {
      method: 'POST',
      path: `${subscriptions}/{2.id}`,
      form: { 'items[0][id]': 'si_none', 'items[0][quantity]': '2' },
    },
    ...bad,
    code: 'resource_missing',
    param: 'items[0][id]',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'subscription-resume-active',
    before: onTrial,
    request: { method: 'POST', path: `${subscriptions}/{2.id}/resume` },
    ...bad,
    source: 'https://docs.stripe.com/api/subscriptions/resume',
    basis: 'inferred',
  },
  {
    id: 'subscription-proration-unknown',
    before: onTrial,
    request: { method: 'POST', path: `${subscriptions}/{2.id}`, form: { proration_behavior: 'full' } },
    ...bad,
    param: 'proration_behavior',
    source: 'https://docs.stripe.com/api/subscriptions/update',
    basis: 'documented',
  },
  {
    id: 'subscription-unknown',
    request: { method: 'GET', path: `${subscriptions}/sub_none` },
    ...missing,
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'invoice-unknown',
    request: { method: 'GET', path: '/v1/invoices/in_none' },
    ...missing,
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'event-unknown',
    request: { method: 'GET', path: '/v1/events/evt_none' },
    ...missing,
    source: errorCodes,
    basis: 'inferred',
  },
] as const satisfies readonly RejectionRow[];
