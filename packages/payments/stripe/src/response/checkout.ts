import { withRaw } from '@patchbay/core';
import type { Checkout, Subscription, SubscriptionStatus } from '@patchbay/payments';
import type Stripe from 'stripe';
import {
  expectObject,
  fromAmount,
  fromEntity,
  fromReference,
  fromTimestamp,
  idOf,
  type Known,
  lookup,
} from './shared.ts';

const checkoutStatuses = {
  open: 'open',
  complete: 'complete',
  expired: 'expired',
} as const satisfies Record<Known<Stripe.Checkout.Session.Status>, Checkout['status']>;

/** https://docs.stripe.com/api/checkout/sessions/object */
export function fromCheckoutSession(answer: Stripe.Checkout.Session): Checkout {
  const session = expectObject('checkout.session', answer);
  const { url, amount_total: total, currency, expires_at: expiresAt } = session;
  const status = lookup<Checkout['status']>(checkoutStatuses, session.status, 'unknown');
  const result = {
    ...fromEntity(session),
    ...referenceOf(session),
    status,
    paid: isPaid(session),
    ...(status === 'open' && url != null && { url }),
    ...(total != null && currency != null && { amount: fromAmount(total, currency) }),
    ...madeBy(session),
    ...(expiresAt != null && { expiresAt: fromTimestamp(expiresAt) }),
  };
  return withRaw(result, answer);
}

function referenceOf({ client_reference_id: id, metadata }: Stripe.Checkout.Session): {
  readonly reference?: string;
} {
  return id == null ? fromReference(metadata) : { reference: id };
}

/** An order whose total is nothing is paid once it is complete. */
function isPaid({ payment_status: paid, mode, status }: Stripe.Checkout.Session): boolean {
  return paid === 'paid' || (paid === 'no_payment_required' && mode === 'payment' && status === 'complete');
}

type Made = Pick<Checkout, 'paymentId' | 'subscriptionId' | 'setupId' | 'customerId'>;

function madeBy({ payment_intent, subscription, setup_intent, customer }: Stripe.Checkout.Session): Made {
  const paymentId = idOf(payment_intent);
  const subscriptionId = idOf(subscription);
  const setupId = idOf(setup_intent);
  const customerId = idOf(customer);
  return {
    ...(paymentId !== undefined && { paymentId }),
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(setupId !== undefined && { setupId }),
    ...(customerId !== undefined && { customerId }),
  };
}

const subscriptionStatuses = {
  incomplete: 'incomplete',
  incomplete_expired: 'expired',
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  unpaid: 'unpaid',
  paused: 'paused',
  canceled: 'canceled',
} as const satisfies Record<Known<Stripe.Subscription.Status>, SubscriptionStatus>;

/** Collection that is paused leaves these as they are at Stripe: for the payer they are paused. */
const pausable: ReadonlySet<SubscriptionStatus> = new Set(['active', 'trialing', 'past_due', 'unpaid']);

/** https://docs.stripe.com/api/subscriptions/object. Plan and period stand on its first item. */
export function fromSubscription(answer: Stripe.Subscription): Subscription {
  const subscription = expectObject('subscription', answer);
  const { cancel_at: cancelAt, cancel_at_period_end: endsWithPeriod, items } = subscription;
  const item = items.data[0];
  const periodEnd = periodEndOf(subscription);
  const known = lookup<SubscriptionStatus>(subscriptionStatuses, subscription.status, 'unknown');
  const endsAt = cancelAt ?? (endsWithPeriod ? periodEnd : undefined);
  const result = {
    ...fromEntity(subscription),
    ...fromReference(subscription.metadata),
    customerId: idOf(subscription.customer) ?? '',
    planId: item?.price.id ?? '',
    quantity: item?.quantity ?? 1,
    status: subscription.pause_collection != null && pausable.has(known) ? 'paused' : known,
    ...(periodEnd !== undefined && { currentPeriodEnd: fromTimestamp(periodEnd) }),
    ...(endsAt !== undefined && { cancelAt: fromTimestamp(endsAt) }),
  };
  return withRaw(result, answer);
}

/**
 * Before 2025-03-31 the period stood on the subscription itself, and events come in the version of their endpoint:
 * https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end (2026-11-22).
 */
function periodEndOf({
  items,
  current_period_end: before,
}: Stripe.Subscription & { readonly current_period_end?: number }): number | undefined {
  return items.data[0]?.current_period_end ?? before;
}
