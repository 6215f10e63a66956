import { type Call, DriverFailure } from '@patchbay/core';
import type {
  CancelSubscription,
  ChangeSubscription,
  CreateSubscription,
  ListSubscriptions,
} from '@patchbay/payments';
import type Stripe from 'stripe';
import { toPage } from './payment.ts';
import { toMetadata, withVendor } from './shared.ts';

/** https://docs.stripe.com/api/subscriptions/create */
export function toSubscription(input: CreateSubscription, mark?: string): Stripe.SubscriptionCreateParams {
  const { customerId, planId, quantity, paymentMethodId, trialDays, vendor } = input;
  const parameters: Stripe.SubscriptionCreateParams = {
    customer: customerId,
    items: [{ price: planId, quantity: quantity ?? 1 }],
    ...toMetadata(input, mark),
    ...(paymentMethodId !== undefined && { default_payment_method: paymentMethodId }),
    ...(trialDays !== undefined && { trial_period_days: trialDays }),
  };
  return withVendor(parameters, vendor);
}

const prorations = {
  prorate: 'create_prorations',
  charge_now: 'always_invoice',
  none: 'none',
} as const satisfies Record<
  NonNullable<ChangeSubscription['proration']>,
  Stripe.SubscriptionUpdateParams.ProrationBehavior
>;

/**
 * https://docs.stripe.com/api/subscriptions/update. The plan stands on the subscription's one item.
 * @throws `DriverFailure` `precondition_failed`, `invalid_state` for a subscription of several items.
 */
export function toChange(
  input: ChangeSubscription,
  items: readonly { readonly id: string }[],
): Stripe.SubscriptionUpdateParams {
  const { planId, quantity, proration = 'prorate', vendor } = input;
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw severalItems(items.length);
  const change = {
    id: item.id,
    ...(planId !== undefined && { price: planId }),
    ...(quantity !== undefined && { quantity }),
  };
  const parameters: Stripe.SubscriptionUpdateParams = {
    items: [change],
    proration_behavior: prorations[proration],
  };
  return withVendor(parameters, vendor);
}

function severalItems(count: number): DriverFailure {
  const message = `The subscription has ${count} items, not one; change it with the client of native().`;
  return new DriverFailure({ code: 'precondition_failed', reason: 'invalid_state', message });
}

/** Ends with the period that is paid for. */
export function toLastPeriod({ vendor }: CancelSubscription): Stripe.SubscriptionUpdateParams {
  return withVendor({ cancel_at_period_end: true }, vendor);
}

/** https://docs.stripe.com/api/subscriptions/cancel */
export function toEnd({ vendor }: CancelSubscription): Stripe.SubscriptionCancelParams {
  return withVendor({}, vendor);
}

/**
 * Stops collecting: invoices of the pause are void, the payer owes nothing for it.
 * https://docs.stripe.com/billing/subscriptions/pause-payment (2026-11-22)
 */
export const toPause = {
  pause_collection: { behavior: 'void' },
} as const satisfies Stripe.SubscriptionUpdateParams;

/** Collects again. An empty text clears a field at Stripe. */
export const toCollecting = { pause_collection: '' } as const satisfies Stripe.SubscriptionUpdateParams;

/** https://docs.stripe.com/api/subscriptions/list leaves out those that have ended, unless asked for `all`. */
export function toSubscriptionQuery(
  { customerId }: ListSubscriptions,
  page: Pick<Call, 'cursor' | 'limit'>,
): Stripe.SubscriptionListParams {
  return { status: 'all', ...toPage(page), ...(customerId !== undefined && { customer: customerId }) };
}
