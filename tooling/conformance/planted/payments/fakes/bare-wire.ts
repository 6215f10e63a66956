import { secretKey } from '../bare-wire.ts';
import { forgiving, type IncomingForm, type StripeLenience, rewriting } from '../lenient.ts';

const on = 'stripe';
const anything = /^\/v1\//;
const done = (): object => ({ object: 'done' });

/** Leniences that only a client other than our adapters would meet. */
export const wireFakes: readonly StripeLenience[] = [
  lets('no-key-needed', 'answers without a key', 'authentication.key_is_required', ({ headers }) => {
    if (!headers.get('authorization')) headers.set('authorization', `Bearer ${secretKey}`);
  }),
  lets('wrong-key-works', 'answers to a wrong key', 'authentication.key_must_be_right', ({ headers }) => {
    if (headers.get('authorization')) headers.set('authorization', `Bearer ${secretKey}`);
  }),
  lets('json-accepted', 'reads a body of JSON', 'protocol.json_body', ({ headers }) =>
    headers.set('content-type', 'application/x-www-form-urlencoded'),
  ),
  lets(
    'parameter-dropped',
    'drops parameters that it does not know',
    'protocol.unknown_parameter',
    ({ form }) => form.delete('colour'),
  ),
  lets('filter-dropped', 'lists all where it does not know a filter', 'lists.unknown_filter', ({ url }) =>
    url.searchParams.delete('reference'),
  ),
  lets('long-key-cut', 'cuts a key that is too long', 'idempotency.key_length', ({ headers }) => {
    const key = headers.get('idempotency-key');
    if (key !== null) headers.set('idempotency-key', key.slice(0, 255));
  }),
  lets(
    'key-per-endpoint',
    'keeps keys apart by endpoint',
    'idempotency.key_of_another_endpoint',
    ({ headers, url }) => {
      if (headers.has('idempotency-key'))
        headers.set('idempotency-key', `${url.pathname}:${headers.get('idempotency-key')}`);
    },
  ),
  lets(
    'amount-defaults',
    'charges a default amount',
    'payments.amount_is_required',
    fallback('amount', '1200'),
  ),
  lets(
    'currency-defaults',
    'charges in a default currency',
    'payments.currency_is_required',
    fallback('currency', 'usd'),
  ),
  lets('fraction-rounded', 'rounds an amount with a fraction', 'payments.amount_is_whole', ({ form }) => {
    if (form.has('amount')) form.set('amount', String(Math.round(Number(form.get('amount')) * 100)));
  }),
  lets('nothing-charged', 'charges nothing', 'payments.amount_is_positive', replaced('amount', '0', '1200')),
  lets('no-minimum', 'has no minimum amount', 'payments.amount_minimum', replaced('amount', '49', '50')),
  lets(
    'any-currency',
    'takes any three letters for a currency',
    'payments.currency_is_known',
    replaced('currency', 'xxq', 'usd'),
  ),
  lets(
    'three-decimals-rounded',
    'rounds three decimals',
    'payments.three_decimals',
    replaced('amount', '12345', '12340'),
  ),
  lets(
    'any-capture-method',
    'takes any way to capture',
    'payments.capture_method',
    replaced('capture_method', 'later', 'manual'),
  ),
  forgives('any-route', 'answers on any path', 'protocol.unknown_route'),
  forgives('any-method', 'answers to any method', 'protocol.unknown_method', 'DELETE'),
  forgives('refund-of-nothing-named', 'refunds without saying what', 'refunds.payment_is_required', 'POST'),
  forgives('any-refund-reason', 'takes any reason for a refund', 'refunds.reason', 'POST'),
  forgives('no-success-url', 'opens a page that leads nowhere', 'checkout.success_url', 'POST'),
  forgives('no-mode', 'opens a page without a mode', 'checkout.mode', 'POST'),
  forgives('empty-cart', 'opens a page with nothing to pay', 'checkout.items', 'POST'),
  forgives('empty-subscription', 'subscribes to nothing', 'subscriptions.items', 'POST'),
  {
    id: 'signed-wrong',
    what: 'signs webhooks with any secret',
    caughtBy: 'fake.webhooks.signature',
    on,
    lenience: (next) => next,
    signing: (sign) => (event, options) => sign(event, { ...options, secret: 'whsec_any' }),
  },
  {
    id: 'signed-twice',
    what: 'adds a second signature that nobody asked for',
    caughtBy: 'fake.webhooks.signature',
    on,
    lenience: (next) => next,
    signing: (sign) => (event, options) => sign(event, { ...options, extraSecrets: ['whsec_any'] }),
  },
  {
    id: 'replay-unmarked',
    what: 'does not mark a replayed answer',
    caughtBy: 'fake.idempotency.replay_is_marked',
    on,
    lenience: (next) => async (request) => {
      const response = await next(request);
      const headers = new Headers(response.headers);
      headers.delete('idempotent-replayed');
      return new Response(response.body, { status: response.status, headers });
    },
  },
];

function lets(id: string, what: string, rule: string, change: (incoming: IncomingForm) => void): StripeLenience {
  return { id, what, on, caughtBy: `fake.${rule}`, lenience: rewriting(change) };
}

function forgives(id: string, what: string, rule: string, method = 'GET'): StripeLenience {
  return { id, what, on, caughtBy: `fake.${rule}`, lenience: forgiving(method, anything, done) };
}

function fallback(name: string, value: string): (incoming: IncomingForm) => void {
  return ({ form, method }) => {
    if (method === 'POST' && !form.has(name)) form.set(name, value);
  };
}

function replaced(name: string, from: string, to: string): (incoming: IncomingForm) => void {
  return ({ form }) => {
    if (form.get(name) === from) form.set(name, to);
  };
}
