import { invalidResponse } from '@patchbay/core';
import type { PaymentEventSubject } from '@patchbay/payments';
import type Stripe from 'stripe';
import * as z from 'zod';
import { fromCheckoutSession, fromSubscription } from '../response/checkout.ts';
import { fromDispute, fromPaymentIntent, fromRefund } from '../response/payment.ts';
import { fromReference, idOf } from '../response/shared.ts';

/** What an event is about, and what its type may depend on. */
export interface Subject {
  readonly subject: PaymentEventSubject;
  readonly reference?: string;
  /** Why an invoice was made. */
  readonly billingReason?: string;
}

/**
 * Reads the object of an event.
 * @throws `DriverFailure` `invalid_response` when it lacks what the mapping reads.
 */
export function readSubject(object: { readonly object?: string | undefined }): Subject | undefined {
  const { object: name = '' } = object;
  return Object.hasOwn(readers, name) ? readers[name]?.(object) : undefined;
}

type Kind = 'string' | 'number' | 'object';

/** Types an object of a webhook after a look at every field that the mapping relies on. */
function fields<T>(needed: { readonly [K in keyof T]?: Kind }): (object: unknown) => T {
  const shape = z.custom<T>((value) => {
    if (typeof value !== 'object' || value === null) return false;
    const found = new Map<string, unknown>(Object.entries(value));
    return Object.entries({ id: 'string', ...needed }).every(
      ([name, kind]) => typeof found.get(name) === kind && found.get(name) !== null,
    );
  });
  return (object) => {
    const result = shape.safeParse(object);
    if (result.success) return result.data;
    throw invalidResponse(`it lacks one of id, ${Object.keys(needed).join(', ')}.`);
  };
}

const money = { amount: 'number', currency: 'string', created: 'number' } as const;
const toIntent = fields<Stripe.PaymentIntent>({
  ...money,
  status: 'string',
  amount_received: 'number',
  amount_capturable: 'number',
});
const toRefund = fields<Stripe.Refund>(money);
const toDispute = fields<Stripe.Dispute>({ ...money, status: 'string', evidence_details: 'object' });
const toSession = fields<Stripe.Checkout.Session>({ created: 'number', payment_status: 'string' });
const toSubscription = fields<Stripe.Subscription>({ created: 'number', status: 'string', items: 'object' });
const toInvoice = fields<Invoice>({});
const toTagged = fields<{ readonly id: string; readonly metadata?: Stripe.Metadata | null }>({});

const readers: Readonly<Record<string, (object: unknown) => Subject>> = {
  payment_intent: (value) => {
    const object = fromPaymentIntent(toIntent(value));
    return { subject: { kind: 'payment', id: object.id, object }, ...referenceOf(object) };
  },
  refund: (value) => {
    const object = fromRefund(toRefund(value));
    return { subject: { kind: 'refund', id: object.id, paymentId: object.paymentId, object } };
  },
  dispute: (value) => {
    const object = fromDispute(toDispute(value));
    return { subject: { kind: 'dispute', id: object.id, paymentId: object.paymentId, object } };
  },
  'checkout.session': (value) => {
    const object = fromCheckoutSession(toSession(value));
    const { id, paymentId } = object;
    return {
      subject: { kind: 'checkout', id, ...(paymentId !== undefined && { paymentId }), object },
      ...referenceOf(object),
    };
  },
  subscription: (value) => {
    const object = fromSubscription(toSubscription(value));
    return { subject: { kind: 'subscription', id: object.id, object }, ...referenceOf(object) };
  },
  invoice: (value) => fromInvoice(toInvoice(value)),
  customer: (value) => tagged('customer', value),
  payment_method: (value) => tagged('method', value),
  setup_intent: (value) => tagged('setup', value),
};

/**
 * Before 2025-03-31 an invoice had no `parent`, and events come in the version of their endpoint:
 * https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects (2026-11-22).
 */
type Invoice = Stripe.Invoice & {
  readonly subscription?: string | null;
  readonly subscription_details?: { readonly metadata?: Stripe.Metadata | null } | null;
};

function fromInvoice(invoice: Invoice): Subject {
  const { id, parent, billing_reason: billingReason } = invoice;
  const details = parent?.subscription_details;
  const subscriptionId = idOf(details?.subscription ?? invoice.subscription);
  return {
    subject: { kind: 'invoice', id, ...(subscriptionId !== undefined && { subscriptionId }) },
    ...fromReference((details ?? invoice.subscription_details)?.metadata),
    ...(billingReason != null && { billingReason }),
  };
}

function tagged(kind: 'customer' | 'method' | 'setup', value: unknown): Subject {
  const { id, metadata } = toTagged(value);
  return { subject: { kind, id }, ...fromReference(metadata) };
}

function referenceOf({ reference }: { readonly reference?: string }): { readonly reference?: string } {
  return reference === undefined ? {} : { reference };
}
