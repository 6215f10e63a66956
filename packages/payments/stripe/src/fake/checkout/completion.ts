import type Stripe from 'stripe';
import type { Account, CheckoutPlan } from '../account.ts';
import { findCustomer } from '../account.ts';
import { bill } from '../billing/invoices.ts';
import { periodLines, startTrial } from '../billing/subscription-flow.ts';
import { newItem, newSubscription } from '../billing/subscription-shapes.ts';
import type { TestMethod } from '../payments/cards.ts';
import { newCustomer } from '../payments/customers.ts';
import { attachMethod, newMethod } from '../payments/methods.ts';
import { attemptPayment } from '../payments/payment-flow.ts';
import { newIntent } from '../payments/payment-shapes.ts';
import { attemptSetup, newSetup } from '../payments/setup-flow.ts';
import { Rejection } from '../protocol/errors.ts';
import type { WireInvoice, WireSubscription } from '../protocol/wire.ts';
import { idOf } from '../protocol/wire.ts';

/** What became of a submitted page: where the browser goes, or what the payer reads. */
export type Submission = { readonly redirect: string } | { readonly problem: string };

/** The payer pressed the button with this card. */
export function submitCheckout(
  account: Account,
  session: Stripe.Checkout.Session,
  chosen: TestMethod,
  email: string,
): Submission {
  const plan = account.secrets.plans.get(session.id);
  if (plan === undefined || session.status !== 'open') return { problem: 'This session is no longer open.' };
  const method = newMethod(account, chosen);
  session.customer_details = customerDetails(session, email);
  try {
    if (session.mode === 'payment') return pay(account, session, plan, method);
    if (session.mode === 'setup') return setUp(account, session, plan, method);
    return subscribe(account, session, plan, method);
  } catch (error) {
    if (error instanceof Rejection) return { problem: error.message };
    throw error;
  }
}

/** The success URL with the session's id filled in. */
export function successUrl(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function pay(
  account: Account,
  session: Stripe.Checkout.Session,
  plan: CheckoutPlan,
  method: Stripe.PaymentMethod,
): Submission {
  if (session.amount_total === 0) {
    session.payment_status = 'no_payment_required';
    return complete(account, session);
  }
  const intent = intentOf(account, session, plan);
  attemptPayment(account, intent, { method, offSession: false, returnUrl: pageOf(account, session) });
  return afterAttempt(session, intent.status, intent.next_action?.redirect_to_url?.url ?? undefined);
}

/** The session's intent; it is made by the first try to pay, not with the session. */
function intentOf(
  account: Account,
  session: Stripe.Checkout.Session,
  plan: CheckoutPlan,
): Stripe.PaymentIntent {
  const existing = account.tables.paymentIntents.get(idOf(session.payment_intent) ?? '');
  if (existing !== undefined) return existing;
  if (
    session.customer === null &&
    (session.customer_creation === 'always' || plan.setupFutureUsage !== null)
  ) {
    session.customer = makeCustomer(account, session).id;
  }
  const intent = newIntent(account, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    captureMethod: plan.captureMethod,
    cardOptions: plan.cardOptions,
    customer: idOf(session.customer) ?? null,
    description: plan.description,
    metadata: { ...plan.intentMetadata },
    methodTypes: ['card', 'link', 'us_bank_account'],
    setupFutureUsage: plan.setupFutureUsage,
  });
  account.tables.paymentIntents.set(intent.id, intent);
  account.emit('payment_intent.created', intent);
  session.payment_intent = intent.id;
  account.secrets.followers.set(intent.id, () => followPayment(account, session, intent));
  return intent;
}

/** https://docs.stripe.com/payments/checkout/fulfill-orders#async-payment-methods (2026-11-22) */
function followPayment(
  account: Account,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
): void {
  const late = session.status === 'complete';
  if (intent.status === 'succeeded') {
    session.payment_status = 'paid';
    if (late && intent.capture_method !== 'manual')
      account.emit('checkout.session.async_payment_succeeded', session);
  }
  if (late && intent.status === 'requires_payment_method')
    account.emit('checkout.session.async_payment_failed', session);
  const done = ['succeeded', 'requires_capture', 'processing'].includes(intent.status);
  if (done && session.status === 'open') complete(account, session);
}

function setUp(
  account: Account,
  session: Stripe.Checkout.Session,
  plan: CheckoutPlan,
  method: Stripe.PaymentMethod,
): Submission {
  if (session.customer === null && session.customer_creation === 'always')
    session.customer = makeCustomer(account, session).id;
  const setup =
    account.tables.setupIntents.get(idOf(session.setup_intent) ?? '') ??
    newSetup(account, idOf(session.customer) ?? null, { ...plan.intentMetadata });
  session.setup_intent = setup.id;
  account.secrets.followers.set(setup.id, () => {
    if (setup.status === 'succeeded' && session.status === 'open') complete(account, session);
  });
  attemptSetup(account, setup, method, pageOf(account, session));
  return afterAttempt(session, setup.status, setup.next_action?.redirect_to_url?.url ?? undefined);
}

function subscribe(
  account: Account,
  session: Stripe.Checkout.Session,
  plan: CheckoutPlan,
  method: Stripe.PaymentMethod,
): Submission {
  const customer =
    session.customer === null
      ? makeCustomer(account, session)
      : findCustomer(account, idOf(session.customer) ?? '');
  session.customer = customer.id;
  const subscription = newSubscription(account, {
    customer: customer.id,
    currency: session.currency ?? 'usd',
    metadata: { ...plan.subscriptionMetadata },
    method: method.id,
  });
  subscription.items.data = plan.lines.map(({ price, quantity }) =>
    newItem(account, subscription.id, price, quantity ?? 1),
  );
  const invoice = firstInvoice(account, subscription, plan.trialDays);
  if (method.customer === null) attachMethod(account, method, customer.id);
  account.tables.subscriptions.set(subscription.id, subscription);
  session.subscription = subscription.id;
  session.invoice = invoice.id;
  if (invoice.status === 'paid' && plan.trialDays === 0) subscription.status = 'active';
  account.emit('customer.subscription.created', subscription);
  return afterSubscription(account, session, invoice.id);
}

function firstInvoice(account: Account, subscription: WireSubscription, trialDays: number): WireInvoice {
  if (trialDays > 0) return startTrial(account, subscription, account.now() + trialDays * 86_400);
  const { invoice, failure } = bill(account, subscription, periodLines(subscription), 'subscription_create');
  if (failure !== undefined) throw failure;
  return invoice;
}

/** A subscription whose first payment waits for 3-D Secure completes the session when the payer is back. */
function afterSubscription(
  account: Account,
  session: Stripe.Checkout.Session,
  invoiceId: string,
): Submission {
  const intent = account.tables.paymentIntents.get(account.secrets.invoiceIntents.get(invoiceId) ?? '');
  if (intent === undefined || intent.status === 'succeeded') {
    session.payment_status = 'paid';
    return complete(account, session);
  }
  const billing = account.secrets.followers.get(intent.id);
  account.secrets.followers.set(intent.id, () => {
    billing?.();
    if (intent.status === 'succeeded') session.payment_status = 'paid';
    if (intent.status === 'succeeded' && session.status === 'open') complete(account, session);
  });
  if (intent.status === 'processing') return complete(account, session);
  account.secrets.pending.set(intent.id, {
    methodId: account.secrets.pending.get(intent.id)?.methodId ?? '',
    returnUrl: pageOf(account, session),
  });
  return { redirect: `${account.request?.origin ?? ''}/3ds/${intent.id}` };
}

function complete(account: Account, session: Stripe.Checkout.Session): Submission {
  session.status = 'complete';
  session.url = null;
  account.emit('checkout.session.completed', session);
  return { redirect: successUrl(session) };
}

function afterAttempt(
  session: Stripe.Checkout.Session,
  status: string,
  challenge: string | undefined,
): Submission {
  if (status === 'requires_action' && challenge !== undefined) return { redirect: challenge };
  return { redirect: successUrl(session) };
}

/** Where 3-D Secure sends the payer back to: the session's own page, which sends on to the success URL. */
function pageOf(account: Account, session: Stripe.Checkout.Session): string {
  return `${account.request?.origin ?? ''}/c/pay/${session.id}`;
}

function makeCustomer(account: Account, session: Stripe.Checkout.Session): Stripe.Customer {
  const customer = newCustomer(account, { email: session.customer_details?.email ?? null });
  account.emit('customer.created', customer);
  return customer;
}

function customerDetails(
  session: Stripe.Checkout.Session,
  email: string,
): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email: session.customer_email ?? (email === '' ? 'payer@example.com' : email),
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}
