import type { PaymentEventType } from '@patchbay/payments';
import type Stripe from 'stripe';
import type { Subject } from './subjects.ts';

/** A fixed type, or one that depends on what the event is about. */
type Meaning = PaymentEventType | ((read: Subject) => PaymentEventType);

/** Invoices outside subscriptions are nobody's renewal; nor is the first one of a subscription. */
const ofSubscription =
  (type: PaymentEventType, billingReason?: string) =>
  ({ subject, billingReason: found }: Subject): PaymentEventType => {
    const isOne = subject.kind === 'invoice' && subject.subscriptionId !== undefined;
    return isOne && (billingReason === undefined || billingReason === found) ? type : 'unhandled';
  };

/** A capture of a part comes as the same event as the authorization. */
const heldOrTaken = ({ subject }: Subject): PaymentEventType =>
  subject.kind === 'payment' && subject.object.status === 'partially_captured'
    ? 'payment.captured'
    : 'payment.authorized';

/** Stripe's events by what they mean: https://docs.stripe.com/api/events/types (2026-11-22). */
export const eventTypes: Readonly<Record<string, Meaning>> = {
  'payment_intent.processing': 'payment.processing',
  'payment_intent.requires_action': 'payment.requires_action',
  'payment_intent.amount_capturable_updated': heldOrTaken,
  'payment_intent.succeeded': 'payment.captured',
  'payment_intent.payment_failed': 'payment.failed',
  'payment_intent.canceled': 'payment.canceled',
  'refund.created': 'refund.created',
  'refund.updated': 'refund.updated',
  'refund.failed': 'refund.failed',
  'charge.dispute.created': 'dispute.opened',
  'charge.dispute.updated': 'dispute.updated',
  'charge.dispute.closed': 'dispute.closed',
  'checkout.session.completed': 'checkout.completed',
  'checkout.session.async_payment_succeeded': 'checkout.completed',
  'checkout.session.async_payment_failed': 'checkout.completed',
  'checkout.session.expired': 'checkout.expired',
  'payment_method.attached': 'method.attached',
  'payment_method.detached': 'method.detached',
  'setup_intent.succeeded': 'setup.succeeded',
  'setup_intent.setup_failed': 'setup.failed',
  'customer.updated': 'customer.updated',
  'customer.deleted': 'customer.deleted',
  'customer.subscription.created': 'subscription.created',
  'customer.subscription.updated': 'subscription.updated',
  'customer.subscription.paused': 'subscription.updated',
  'customer.subscription.resumed': 'subscription.updated',
  'customer.subscription.deleted': 'subscription.canceled',
  'customer.subscription.trial_will_end': 'subscription.trial_ending',
  'invoice.paid': ofSubscription('subscription.renewed', 'subscription_cycle'),
  'invoice.payment_failed': ofSubscription('subscription.payment_failed'),
} satisfies Partial<Record<Stripe.Event['type'], Meaning>>;
