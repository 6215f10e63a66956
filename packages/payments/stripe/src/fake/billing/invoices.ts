import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find } from '../account.ts';
import { attemptPayment } from '../payments/payment-flow.ts';
import { newIntent } from '../payments/payment-shapes.ts';
import { Rejection, wrongState } from '../protocol/errors.ts';
import { text } from '../protocol/fields.ts';
import type { Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import type { WireInvoice, WireSubscription } from '../protocol/wire.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import type { BilledLine } from './invoice-shapes.ts';
import { invoiceLine, newInvoice } from './invoice-shapes.ts';

const collection = '/v1/invoices';

/** https://docs.stripe.com/api/invoices */
export const invoiceRoutes: readonly Route[] = [
  route('GET', `${collection}/:id`, {}, (_input, { account, id }) =>
    find(account.tables.invoices, 'invoice', id),
  ),
  route('POST', `${collection}/:id/pay`, { payment_method: text() }, (input, { account, id }) => {
    const invoice = find(account.tables.invoices, 'invoice', id);
    if (invoice.status !== 'open') throw wrongState('Invoice is already paid or cannot be paid.');
    const subscriptionId = idOf(invoice.parent?.subscription_details?.subscription) ?? '';
    const subscription = find(account.tables.subscriptions, 'subscription', subscriptionId);
    const failure = payInvoice(account, invoice, subscription, input.payment_method);
    if (failure !== undefined) throw failure;
    return invoice;
  }),
];

export type Collection = 'charge' | 'await_payer' | 'keep_as_draft' | 'mark_uncollectible' | 'void';

/**
 * Bills a subscription. `charge` takes the money at once, `await_payer` leaves the invoice open with a payment
 * intent, the others are what `pause_collection` asks for.
 */
export function bill(
  account: Account,
  subscription: WireSubscription,
  lines: readonly BilledLine[],
  reason: Stripe.Invoice.BillingReason,
  collection: Collection = 'charge',
): { readonly invoice: WireInvoice; readonly failure?: Rejection } {
  const invoice = newInvoice(account, subscription, reason);
  invoice.lines.data = lines.map((line) => invoiceLine(account, invoice, subscription, line));
  price(account, invoice);
  account.tables.invoices.set(invoice.id, invoice);
  subscription.latest_invoice = invoice.id;
  account.emit('invoice.created', invoice);
  if (collection === 'keep_as_draft') return { invoice };
  invoice.status = 'open';
  invoice.effective_at = account.now();
  invoice.status_transitions.finalized_at = account.now();
  account.emit('invoice.finalized', invoice);
  if (collection === 'void' || collection === 'mark_uncollectible') {
    invoice.status = collection === 'void' ? 'void' : 'uncollectible';
    account.emit(collection === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible', invoice);
    return { invoice };
  }
  if (invoice.amount_due === 0) {
    markPaid(account, invoice);
    return { invoice };
  }
  openPayment(account, invoice, subscription);
  const failure = collection === 'charge' ? payInvoice(account, invoice, subscription) : undefined;
  return { invoice, ...(failure === undefined ? {} : { failure }) };
}

/** Tries to collect an open invoice. Returns the card error, if the bank said no. */
export function payInvoice(
  account: Account,
  invoice: WireInvoice,
  subscription: WireSubscription,
  methodId = defaultMethod(account, subscription),
): Rejection | undefined {
  const method = account.tables.paymentMethods.get(methodId ?? '');
  const intent = intentOf(account, invoice);
  if (intent === undefined) return undefined;
  invoice.attempted = true;
  invoice.attempt_count += 1;
  if (method === undefined) {
    account.emit('invoice.payment_failed', invoice);
    return wrongState('This customer has no attached payment source or default payment method.', {
      code: 'resource_missing',
    });
  }
  try {
    attemptPayment(account, intent, { method, offSession: subscription.status !== 'incomplete' });
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

/** The payment method that a subscription charges. */
export function defaultMethod(account: Account, subscription: WireSubscription): string | undefined {
  const own = idOf(subscription.default_payment_method);
  if (own !== undefined) return own;
  const customer = account.tables.customers.get(idOf(subscription.customer) ?? '');
  if (customer === undefined || customer.deleted === true) return undefined;
  return idOf(customer.invoice_settings.default_payment_method);
}

export function markPaid(account: Account, invoice: WireInvoice): void {
  invoice.status = 'paid';
  invoice.attempted = true;
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  invoice.status_transitions.paid_at = account.now();
  account.emit('invoice.paid', invoice);
  account.emit('invoice.payment_succeeded', invoice);
}

/** Totals of the lines, less what the customer has in credit. */
function price(account: Account, invoice: WireInvoice): void {
  const customer = account.tables.customers.get(idOf(invoice.customer) ?? '');
  const total = invoice.lines.data.reduce((sum, line) => sum + line.amount, 0);
  const credit = customer === undefined || customer.deleted === true ? 0 : customer.balance;
  const due = Math.max(0, total + credit);
  invoice.subtotal = total;
  invoice.total = total;
  invoice.subtotal_excluding_tax = total;
  invoice.total_excluding_tax = total;
  invoice.amount_due = due;
  invoice.amount_remaining = due;
  invoice.starting_balance = credit;
  invoice.ending_balance = total + credit - due;
  if (customer !== undefined && customer.deleted !== true) customer.balance = invoice.ending_balance;
}

/** Makes the payment intent of an invoice, and lets the invoice follow it. */
function openPayment(account: Account, invoice: WireInvoice, subscription: WireSubscription): void {
  const intent = newIntent(account, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    captureMethod: 'automatic',
    customer: idOf(invoice.customer) ?? null,
    description: 'Subscription creation',
    metadata: {},
    methodTypes: ['card', 'link', 'us_bank_account'],
    setupFutureUsage: 'off_session',
  });
  account.tables.paymentIntents.set(intent.id, intent);
  account.secrets.invoiceIntents.set(invoice.id, intent.id);
  account.emit('payment_intent.created', intent);
  account.secrets.hidden.set(invoice.id, () => ({
    confirmation_secret: { client_secret: intent.client_secret, type: 'payment_intent' },
    payments: {
      object: 'list',
      data: [invoicePayment(account, invoice, intent)],
      has_more: false,
      url: '/v1/invoice_payments',
    },
  }));
  account.secrets.followers.set(intent.id, () => followPayment(account, invoice, subscription, intent));
}

function followPayment(
  account: Account,
  invoice: WireInvoice,
  subscription: WireSubscription,
  intent: Stripe.PaymentIntent,
): void {
  if (invoice.status !== 'open') return;
  if (intent.status === 'succeeded') {
    markPaid(account, invoice);
    turn(account, subscription, 'active', ['incomplete', 'past_due', 'unpaid']);
  } else if (intent.status === 'processing') {
    turn(account, subscription, 'active', ['incomplete']);
  } else if (intent.status === 'requires_action') {
    account.emit('invoice.payment_action_required', invoice);
    turn(account, subscription, 'past_due', ['active']);
  } else if (intent.last_payment_error !== null) {
    account.emit('invoice.payment_failed', invoice);
    turn(account, subscription, 'past_due', ['active']);
  }
}

function turn(
  account: Account,
  subscription: WireSubscription,
  status: string,
  from: readonly string[],
): void {
  if (!from.includes(subscription.status)) return;
  const before = snapshot(subscription);
  subscription.status = status;
  // A subscription that is still being made has no events yet.
  if (account.tables.subscriptions.has(subscription.id))
    account.emit('customer.subscription.updated', subscription, before);
}

function intentOf(account: Account, invoice: WireInvoice): Stripe.PaymentIntent | undefined {
  return account.tables.paymentIntents.get(account.secrets.invoiceIntents.get(invoice.id) ?? '');
}

function invoicePayment(
  account: Account,
  invoice: WireInvoice,
  intent: Stripe.PaymentIntent,
): Stripe.InvoicePayment {
  return {
    id: invoice.id.replace('in_', 'inpay_'),
    object: 'invoice_payment',
    amount_paid: invoice.amount_paid === 0 ? null : invoice.amount_paid,
    amount_requested: invoice.amount_due,
    created: invoice.created,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: invoice.status === 'paid' ? 'paid' : 'open',
    status_transitions: { canceled_at: null, paid_at: invoice.status === 'paid' ? account.now() : null },
  };
}
