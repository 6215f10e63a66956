import type { RejectionRequest, RejectionRow } from './row.ts';
import { bad, customer, errorCodes, missing, post } from './stages.ts';

const sessions = '/v1/checkout/sessions';
const sessionDocs = 'https://docs.stripe.com/api/checkout/sessions/create';
const successUrl = 'https://shop.example/done';
const session = {
  mode: 'payment',
  success_url: successUrl,
  'line_items[0][price_data][currency]': 'usd',
  'line_items[0][price_data][unit_amount]': '1500',
  'line_items[0][price_data][product_data][name]': 'Postcard',
  'line_items[0][quantity]': '1',
};

function checkout(form: Readonly<Record<string, string>>): RejectionRequest {
  return post(sessions, form);
}

function without(form: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));
}

const monthly = post('/v1/prices', {
  currency: 'usd',
  unit_amount: '900',
  'product_data[name]': 'Club',
  'recurring[interval]': 'month',
});

/** Checkout Sessions. */
export const checkoutRejections = [
  {
    id: 'checkout-no-mode',
    request: checkout(without(session, 'mode')),
    ...bad,
    code: 'parameter_missing',
    param: 'mode',
    source: sessionDocs,
    basis: 'inferred',
  },
  {
    id: 'checkout-mode-unknown',
    request: checkout({ ...session, mode: 'gift' }),
    ...bad,
    param: 'mode',
    source: sessionDocs,
    basis: 'documented',
  },
  {
    id: 'checkout-no-lines',
    request: checkout({ mode: 'payment', success_url: successUrl }),
    ...bad,
    code: 'parameter_missing',
    param: 'line_items',
    source: sessionDocs,
    basis: 'documented',
  },
  {
    id: 'checkout-no-success-url',
    request: checkout(without(session, 'success_url')),
    ...bad,
    code: 'parameter_missing',
    param: 'success_url',
    source: sessionDocs,
    basis: 'inferred',
  },
  {
    id: 'checkout-success-url-bad',
    request: checkout({ ...session, success_url: 'done' }),
    ...bad,
    code: 'url_invalid',
    param: 'success_url',
    source: errorCodes,
    basis: 'documented',
  },
  {
    id: 'checkout-no-quantity',
    request: checkout(without(session, 'line_items[0][quantity]')),
    ...bad,
    code: 'parameter_missing',
    param: 'line_items[0][quantity]',
    source: sessionDocs,
    basis: 'inferred',
  },
  {
    id: 'checkout-no-product',
    request: checkout(without(session, 'line_items[0][price_data][product_data][name]')),
    ...bad,
    code: 'parameter_missing',
    param: 'line_items[0][price_data][product_data]',
    source: sessionDocs,
    basis: 'inferred',
  },
  {
    id: 'checkout-product-name-empty',
    request: checkout({ ...session, 'line_items[0][price_data][product_data][name]': '' }),
    ...bad,
    code: 'parameter_invalid_empty',
    param: 'line_items[0][price_data][product_data][name]',
    source: 'public reports that quote Stripe: "You passed an empty string for"',
    basis: 'observed',
  },
  {
    id: 'checkout-price-unknown',
    request: checkout({
      mode: 'payment',
      success_url: successUrl,
      'line_items[0][price]': 'price_none',
      'line_items[0][quantity]': '1',
    }),
    ...bad,
    code: 'resource_missing',
    param: 'line_items[0][price]',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'checkout-too-small',
    request: checkout({ ...session, 'line_items[0][price_data][unit_amount]': '20' }),
    ...bad,
    code: 'amount_too_small',
    param: 'line_items',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'checkout-recurring-in-payment',
    before: [monthly],
    request: checkout({
      mode: 'payment',
      success_url: successUrl,
      'line_items[0][price]': '{0.id}',
      'line_items[0][quantity]': '1',
    }),
    ...bad,
    param: 'line_items[0]',
    source: sessionDocs,
    basis: 'inferred',
  },
  {
    id: 'checkout-once-in-subscription',
    request: checkout({ ...session, mode: 'subscription' }),
    ...bad,
    param: 'line_items[0]',
    source: sessionDocs,
    basis: 'inferred',
  },
  {
    id: 'checkout-intent-data-in-setup',
    request: checkout({
      mode: 'setup',
      currency: 'usd',
      success_url: successUrl,
      'payment_intent_data[description]': 'x',
    }),
    ...bad,
    param: 'payment_intent_data',
    source: sessionDocs,
    basis: 'inferred',
  },
  {
    id: 'checkout-setup-no-currency',
    request: checkout({ mode: 'setup', success_url: successUrl }),
    ...bad,
    code: 'parameter_missing',
    param: 'currency',
    source: 'stripe@23.1.0 esm/resources/Checkout/Sessions.d.ts: currency',
    basis: 'documented',
  },
  {
    id: 'checkout-customer-and-email',
    before: [customer],
    request: checkout({ ...session, customer: '{0.id}', customer_email: 'ada@example.com' }),
    ...bad,
    code: 'parameters_exclusive',
    source: errorCodes,
    basis: 'inferred',
  },
  {
    id: 'checkout-customer-unknown',
    request: checkout({ ...session, customer: 'cus_none' }),
    ...bad,
    code: 'resource_missing',
    param: 'customer',
    source: 'redwoodjs/example-store-stripe#168',
    basis: 'observed',
  },
  {
    id: 'checkout-expires-soon',
    request: checkout({ ...session, expires_at: '1' }),
    ...bad,
    param: 'expires_at',
    source: sessionDocs,
    basis: 'documented',
  },
  {
    id: 'checkout-expires-late',
    request: checkout({ ...session, expires_at: '99999999999' }),
    ...bad,
    param: 'expires_at',
    source: sessionDocs,
    basis: 'documented',
  },
  {
    id: 'checkout-ui-mode-old',
    request: checkout({ ...session, ui_mode: 'hosted' }),
    ...bad,
    param: 'ui_mode',
    source: 'stripe@23.1.0 esm/resources/Checkout/Sessions.d.ts: UiMode',
    basis: 'documented',
  },
  {
    id: 'checkout-expire-twice',
    before: [checkout(session), { method: 'POST', path: `${sessions}/{0.id}/expire` }],
    request: { method: 'POST', path: `${sessions}/{0.id}/expire` },
    ...bad,
    source:
      'public reports that quote Stripe: "Only Checkout Sessions with a status in ["open"] can be expired."',
    basis: 'observed',
  },
  {
    id: 'checkout-unknown',
    request: { method: 'GET', path: `${sessions}/cs_none` },
    ...missing,
    source: errorCodes,
    basis: 'inferred',
  },
] as const satisfies readonly RejectionRow[];
