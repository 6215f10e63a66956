import type { CheckoutItem, CreateCheckout } from '@patchbay/payments';
import type Stripe from 'stripe';
import { toAmount, toLaterChanges, toMetadata, toTimestamp, withVendor } from './shared.ts';

/** https://docs.stripe.com/api/checkout/sessions/create */
export function toCheckoutSession(input: CreateCheckout, mark?: string): Stripe.Checkout.SessionCreateParams {
  const { successUrl, cancelUrl, reference, customerId, customerEmail, expiresAt, vendor } = input;
  const parameters: Stripe.Checkout.SessionCreateParams = {
    success_url: successUrl.replaceAll('{CHECKOUT_ID}', '{CHECKOUT_SESSION_ID}'),
    cancel_url: cancelUrl,
    ...toMetadata(input, mark),
    ...(reference !== undefined && { client_reference_id: reference }),
    ...(customerId !== undefined && { customer: customerId }),
    ...(customerEmail !== undefined && { customer_email: customerEmail }),
    ...(expiresAt !== undefined && { expires_at: toTimestamp(expiresAt) }),
    ...toMode(input),
  };
  return withVendor(parameters, vendor);
}

type ModeParams = Pick<
  Stripe.Checkout.SessionCreateParams,
  | 'mode'
  | 'line_items'
  | 'payment_intent_data'
  | 'subscription_data'
  | 'setup_intent_data'
  | 'allowed_payment_method_types'
  | 'payment_method_options'
>;

/**
 * Reference and metadata also go to what the page makes, so that its own events carry them. The mark does not: the
 * write made the page, and a payment that carried it would pass for the page.
 */
function toMode(input: CreateCheckout): ModeParams {
  switch (input.mode) {
    case 'subscription':
      return {
        mode: 'subscription',
        line_items: [{ price: input.planId, quantity: input.quantity ?? 1 }],
        subscription_data: toMetadata(input),
      };
    case 'setup':
      // Without this filter Stripe wants a currency. https://docs.stripe.com/api/checkout/sessions/create (2026-11-22)
      return { mode: 'setup', allowed_payment_method_types: ['card'], setup_intent_data: toMetadata(input) };
    default:
      return {
        mode: 'payment',
        line_items: input.items.map(toLineItem),
        payment_intent_data: {
          ...toMetadata(input),
          ...(input.capture !== undefined && { capture_method: input.capture }),
          ...(input.saveFor !== undefined && { setup_future_usage: input.saveFor }),
        },
        ...(input.capture === 'manual' && toLaterChanges),
      };
  }
}

function toLineItem({
  name,
  unitAmount,
  quantity,
}: CheckoutItem): Stripe.Checkout.SessionCreateParams.LineItem {
  const { amount, currency } = toAmount(unitAmount);
  return { quantity, price_data: { currency, unit_amount: amount, product_data: { name } } };
}
