import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, findCustomer, mergeMetadata } from '../account.ts';
import { priceOf } from '../billing/catalog.ts';
import { checkAmount } from '../payments/money.ts';
import { cardOptionsOf } from '../payments/payment-input.ts';
import { invalidRequest, missingParameter, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { object, oneOf, required, text, unsimulated } from '../protocol/fields.ts';
import { created, listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import type { WireLineItem } from '../protocol/wire.ts';
import type { SessionInput } from './session-params.ts';
import { checkSession, createSession, expiryOf } from './session-params.ts';
import { newLineItem, newSession } from './session-shapes.ts';

const collection = '/v1/checkout/sessions';
const listSessions = {
  ...pagination,
  ...created,
  customer: text(),
  customer_details: object({ email: required(text()) }),
  payment_intent: text(),
  status: oneOf('complete', 'expired', 'open'),
  subscription: text(),
  ...unsimulated('customer_account', 'payment_link'),
};

/** https://docs.stripe.com/api/checkout/sessions */
export const checkoutRoutes: readonly Route[] = [
  route('POST', collection, createSession, (input, { account }) => create(account, input)),
  route('GET', collection, listSessions, (input, { account }) => {
    for (const session of account.tables.sessions.values()) expireIfDue(account, session);
    return listOf(account.tables.sessions, collection, input, (session) => isAsked(session, input));
  }),
  route('GET', `${collection}/:id`, {}, (_input, call) => sessionOf(call)),
  route('POST', `${collection}/:id/expire`, {}, (_input, call) => {
    const session = sessionOf(call);
    if (session.status !== 'open') {
      throw wrongState(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
      );
    }
    expire(call.account, session);
    return session;
  }),
];

function isAsked(session: Stripe.Checkout.Session, asked: Input<typeof listSessions>): boolean {
  const { customer, payment_intent: intent, subscription, status, customer_details: payer } = asked;
  return (
    (customer === undefined || session.customer === customer) &&
    (intent === undefined || session.payment_intent === intent) &&
    (subscription === undefined || session.subscription === subscription) &&
    (status === undefined || session.status === status) &&
    (payer === undefined || session.customer_details?.email === payer.email) &&
    (asked.created === undefined || asked.created(session.created))
  );
}

/** Sessions end by themselves; the fake notices when somebody looks. */
export function expireIfDue(account: Account, session: Stripe.Checkout.Session): void {
  if (session.status === 'open' && account.now() >= session.expires_at) expire(account, session);
}

export function linesOf(account: Account, sessionId: string): readonly WireLineItem[] {
  return account.secrets.plans.get(sessionId)?.lines ?? [];
}

function expire(account: Account, session: Stripe.Checkout.Session): void {
  session.status = 'expired';
  session.url = null;
  account.emit('checkout.session.expired', session);
}

function sessionOf({ account, id }: Call): Stripe.Checkout.Session {
  const session = find(account.tables.sessions, 'checkout.session', id);
  expireIfDue(account, session);
  return session;
}

function create(account: Account, input: SessionInput): Stripe.Checkout.Session {
  checkSession(input);
  const customer = input.customer === undefined ? null : findCustomer(account, input.customer, 'customer');
  const lines = (input.line_items ?? []).map((line, index) =>
    lineOf(account, line, input.mode, `line_items[${index}]`),
  );
  const creation = input.mode === 'subscription' ? 'always' : 'if_required';
  const session = newSession(account, {
    mode: input.mode,
    ...totalOf(input, lines),
    expiresAt: expiryOf(account.now(), input.expires_at),
    successUrl: input.success_url ?? '',
    cancelUrl: input.cancel_url ?? null,
    customer: customer?.id ?? null,
    customerEmail: customer?.email ?? input.customer_email ?? null,
    customerCreation: customer === null ? (input.customer_creation ?? creation) : null,
    allowedTypes: input.allowed_payment_method_types?.slice() ?? null,
    reference: input.client_reference_id ?? null,
    metadata: mergeMetadata(null, input.metadata),
  });
  account.tables.sessions.set(session.id, session);
  plan(account, session, input, lines);
  return session;
}

function totalOf(
  { mode, currency }: SessionInput,
  lines: readonly WireLineItem[],
): { currency: string; total: number | null } {
  const code = lines[0]?.currency ?? currency ?? 'usd';
  if (lines.some((line) => line.currency !== code)) {
    throw invalidRequest('All line items must have the same currency.', { param: 'line_items' });
  }
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0);
  if (mode === 'payment' && total > 0) checkAmount(total, code, 'line_items');
  return { currency: code, total: mode === 'setup' ? null : total };
}

function plan(
  account: Account,
  session: Stripe.Checkout.Session,
  input: SessionInput,
  lines: readonly WireLineItem[],
): void {
  const intent = input.payment_intent_data;
  account.secrets.plans.set(session.id, {
    lines,
    captureMethod: intent?.capture_method ?? 'automatic_async',
    cardOptions: cardOptionsOf(input.payment_method_options?.card),
    setupFutureUsage: intent?.setup_future_usage ?? null,
    description: intent?.description ?? null,
    intentMetadata: mergeMetadata(null, intent?.metadata ?? input.setup_intent_data?.metadata),
    subscriptionMetadata: mergeMetadata(null, input.subscription_data?.metadata),
    trialDays: input.subscription_data?.trial_period_days ?? 0,
  });
  const page = {
    object: 'list',
    data: lines,
    has_more: false,
    url: `${collection}/${session.id}/line_items`,
  };
  account.secrets.hidden.set(session.id, () => ({ line_items: page }));
}

function lineOf(
  account: Account,
  line: NonNullable<SessionInput['line_items']>[number],
  mode: string,
  at: string,
): WireLineItem {
  const price = priceOf(account, line, at);
  if (mode === 'payment' && price.type === 'recurring') {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: at },
    );
  }
  if (mode === 'subscription' && price.type !== 'recurring') {
    throw invalidRequest(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      { param: at },
    );
  }
  if (line.quantity === undefined) throw missingParameter(`${at}[quantity]`);
  const product = account.tables.products.get(
    typeof price.product === 'string' ? price.product : price.product.id,
  );
  return newLineItem(account, price, line.quantity, product?.name ?? price.id);
}
