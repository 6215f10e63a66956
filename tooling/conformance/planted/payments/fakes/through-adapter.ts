import { fieldsOf } from '@patchbay/core/conformance';
import { asItIs, forgiving, type StripeLenience, rewriting } from '../lenient.ts';

const intents = /^\/v1\/payment_intents/;
const keyHeader = 'idempotency-key';

const on = 'stripe';
/** Leniences that the suite notices through the adapter. */
export const adapterFakes: readonly StripeLenience[] = [
  {
    id: 'any-key',
    what: 'accepts any API key',
    caughtBy: 'errors.list.wrong_credential',
    on,
    lenience: forgiving('GET', intents, () => ({ object: 'list', data: [], has_more: false }), {
      status: 401,
    }),
  },
  {
    id: 'any-key-for-writes',
    what: 'accepts any API key when money moves',
    caughtBy: 'errors.create.wrong_credential',
    on,
    lenience: forgiving('POST', intents, paidIntent, { status: 401 }),
  },
  {
    id: 'replay-ignored',
    what: 'runs a repeated idempotency key again',
    caughtBy: 'contract.create.replays_the_same_key',
    on,
    lenience: rewriting(({ headers }) => headers.delete(keyHeader)),
  },
  {
    id: 'replay-of-refunds-ignored',
    what: 'refunds again under the same key',
    caughtBy: 'contract.refunds.create.replays_the_same_key',
    on,
    lenience: rewriting(({ headers, url }) => {
      if (url.pathname === '/v1/refunds') headers.delete(keyHeader);
    }),
  },
  {
    id: 'replay-of-captures-ignored',
    what: 'captures again under the same key',
    caughtBy: 'contract.capture.replays_the_same_key',
    on,
    lenience: rewriting(({ headers, url }) => {
      if (url.pathname.endsWith('/capture')) headers.delete(keyHeader);
    }),
  },
  {
    id: 'replay-of-refusals-ignored',
    what: 'tries a refused card again under the same key',
    caughtBy: 'contract.create.replays_a_refusal',
    on,
    lenience: rewriting(({ headers, form }) => {
      if (form.get('payment_method')?.includes('Declined')) headers.delete(keyHeader);
    }),
  },
  {
    id: 'mismatch-runs-again',
    what: 'takes a key with other parameters for another key',
    caughtBy: 'contract.create.refuses_the_key_for_other_input',
    on,
    lenience: rewriting(({ headers, form }) => {
      if (headers.has(keyHeader)) headers.set(keyHeader, `${headers.get(keyHeader)}:${form.get('amount')}`);
    }),
  },
  {
    id: 'mismatch-replays',
    what: 'answers a key with other parameters with the first answer',
    caughtBy: 'contract.create.refuses_the_key_for_other_input',
    on,
    lenience: (next) => {
      const first = new Map<string, Response>();
      return async (request) => {
        const key = request.headers.get(keyHeader);
        const known = key === null ? undefined : first.get(key);
        if (known !== undefined) return known.clone();
        const response = await next(request);
        if (key !== null) first.set(key, response.clone());
        return response;
      };
    },
  },
  {
    id: 'unknown-payment',
    what: 'makes up a payment for an unknown id',
    caughtBy: 'errors.get.unknown_id',
    on,
    lenience: forgiving('GET', intents, paidIntent, { status: 404 }),
  },
  {
    id: 'unknown-customer',
    what: 'charges for a customer that does not exist',
    caughtBy: 'errors.create.unknown_customer',
    on,
    lenience: forgiving('POST', intents, paidIntent, { param: 'customer' }),
  },
  {
    id: 'unknown-method',
    what: 'charges a card that does not exist',
    caughtBy: 'errors.create.unknown_method',
    on,
    lenience: forgiving('POST', intents, paidIntent, { param: 'payment_method' }),
  },
  {
    id: 'unknown-parameter',
    what: 'drops a parameter that it does not know',
    caughtBy: 'errors.create.unknown_vendor_input',
    on,
    lenience: rewriting(({ form }) => form.delete('patchbay_no_such_parameter')),
  },
  {
    id: 'any-amount',
    what: 'takes any amount, however large',
    caughtBy: 'errors.create.amount_beyond_the_limit',
    on,
    lenience: rewriting(
      ({ form }) => Number(form.get('amount')) > 99_999_999 && form.set('amount', '99999999'),
    ),
  },
  {
    id: 'every-card-works',
    what: 'never declines',
    caughtBy: 'contract.create.refused_for_card_declined',
    on,
    lenience: rewriting(
      ({ form }) => form.has('payment_method') && form.set('payment_method', 'pm_card_visa'),
    ),
  },
  {
    id: 'no-authentication',
    what: 'never asks for 3-D Secure',
    caughtBy: 'contract.create.asks_the_payer_to_authenticate',
    on,
    lenience: rewriting(({ form }) => {
      if (form.get('payment_method')?.includes('authentication')) form.set('payment_method', 'pm_card_visa');
    }),
  },
  {
    id: 'banks-are-fast',
    what: 'settles a bank debit at once',
    caughtBy: 'contract.create.processing_is_not_captured',
    on,
    lenience: rewriting(({ form }) => {
      if (form.get('payment_method')?.includes('Bank')) form.set('payment_method', 'pm_card_visa');
    }),
  },
  {
    id: 'deleted-customer-lives',
    what: 'still knows a deleted customer',
    caughtBy: 'contract.customers.delete.forgets_the_customer',
    on,
    lenience: (next) => async (request) => {
      const response = await next(request);
      if (request.method !== 'GET') return response;
      const customer = fieldsOf(await response.json());
      return Response.json(
        { created: 1_767_225_600, metadata: {}, ...customer, deleted: undefined },
        { status: response.status },
      );
    },
  },
  {
    id: 'detached-card-works',
    what: 'charges a detached card',
    caughtBy: 'contract.methods.detach.forgets_the_card',
    on,
    lenience: forgiving('POST', intents, paidIntent, { status: 400 }),
  },
  {
    id: 'paid-page-expires',
    what: 'closes a paid checkout',
    caughtBy: 'errors.checkout.expire.paid_page',
    on,
    lenience: forgiving('POST', /\/expire$/, asItIs, { status: 400 }),
  },
  {
    id: 'late-evidence',
    what: 'takes evidence for a case that is closed',
    caughtBy: 'errors.disputes.submit.decided_case',
    on,
    lenience: forgiving('POST', /^\/v1\/disputes\//, asItIs, { status: 400 }),
  },
  {
    id: 'canceled-subscription-changes',
    what: 'changes a canceled subscription',
    caughtBy: 'errors.subscriptions.change.canceled_subscription',
    on,
    lenience: forgiving('POST', /^\/v1\/subscriptions\//, asItIs, { status: 400 }),
  },
  {
    id: 'limit-ignored',
    what: 'lists everything on one page',
    caughtBy: 'contract.list.pages_by_cursor',
    on,
    lenience: rewriting(({ url }) => url.searchParams.delete('limit')),
  },
  {
    id: 'cursor-ignored',
    what: 'begins every page at the beginning',
    caughtBy: 'contract.list.pages_by_cursor',
    on,
    lenience: rewriting(({ url }) => url.searchParams.delete('starting_after')),
  },
];

function paidIntent({ form, url }: { readonly form: URLSearchParams; readonly url: URL }): object {
  const amount = Number(form.get('amount') ?? 1200);
  return {
    id: url.pathname.split('/')[3] ?? 'pi_lenient',
    object: 'payment_intent',
    status: 'succeeded',
    amount,
    amount_received: amount,
    amount_capturable: 0,
    currency: form.get('currency') ?? 'usd',
    created: 1_767_225_600,
    metadata: {},
  };
}
