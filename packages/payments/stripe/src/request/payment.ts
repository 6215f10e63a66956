import type { Call } from '@patchbay/core';
import type {
  AdjustPayment,
  CancelPayment,
  CapturePayment,
  ConfirmPayment,
  CreatePayment,
  CreateRefund,
  ListPayments,
  ListRefunds,
} from '@patchbay/payments';
import type Stripe from 'stripe';
import { toAmount, toLaterChanges, toMetadata, toMinor, toTimestamp, withVendor } from './shared.ts';

/** The charge knows what was refunded, so it comes with every payment. */
export const withCharge = { expand: ['latest_charge'] };

/** Of a list. Stripe takes 1 to 100 rows a page. */
export function toPage({ cursor, limit }: Pick<Call, 'cursor' | 'limit'>): Stripe.PaginationParams {
  return { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { starting_after: cursor }) };
}

/** https://docs.stripe.com/api/payment_intents/create */
export function toPaymentIntent(input: CreatePayment, mark?: string): Stripe.PaymentIntentCreateParams {
  const { paymentMethodId, customerId, offSession, returnUrl, saveFor, capture, description } = input;
  const confirm = input.confirm ?? paymentMethodId !== undefined;
  const parameters: Stripe.PaymentIntentCreateParams = {
    ...withCharge,
    ...toAmount(input.amount),
    ...toMetadata(input, mark),
    confirm,
    // Methods that redirect need an address to come back to: without one Stripe refuses the confirmation.
    // https://docs.stripe.com/api/payment_intents/create#create_payment_intent-automatic_payment_methods (2026-11-22)
    automatic_payment_methods: {
      enabled: true,
      allow_redirects: returnUrl === undefined ? 'never' : 'always',
    },
    ...(confirm && returnUrl !== undefined && { return_url: returnUrl }),
    ...(paymentMethodId !== undefined && { payment_method: paymentMethodId }),
    ...(customerId !== undefined && { customer: customerId }),
    ...(offSession && { off_session: true }),
    ...(saveFor !== undefined && { setup_future_usage: saveFor }),
    ...(description !== undefined && { description }),
    ...(capture !== undefined && { capture_method: capture }),
    ...(capture === 'manual' && toLaterChanges),
  };
  return withVendor(parameters, input.vendor);
}

/** https://docs.stripe.com/api/payment_intents/confirm */
export function toConfirmation(input: ConfirmPayment): Stripe.PaymentIntentConfirmParams {
  const { paymentMethodId, returnUrl, vendor } = input;
  const parameters: Stripe.PaymentIntentConfirmParams = {
    ...withCharge,
    ...(paymentMethodId !== undefined && { payment_method: paymentMethodId }),
    ...(returnUrl !== undefined && { return_url: returnUrl }),
  };
  return withVendor(parameters, vendor);
}

/** https://docs.stripe.com/api/payment_intents/capture */
export function toCapture({ amount, final, vendor }: CapturePayment): Stripe.PaymentIntentCaptureParams {
  const parameters: Stripe.PaymentIntentCaptureParams = {
    ...withCharge,
    ...(amount !== undefined && { amount_to_capture: toMinor(amount) }),
    // True is Stripe's default, and the parameter is only for payments with multicapture.
    ...(final === false && { final_capture: false }),
  };
  return withVendor(parameters, vendor);
}

/** https://docs.stripe.com/api/payment_intents/cancel */
export function toCancellation({ reason, vendor }: CancelPayment): Stripe.PaymentIntentCancelParams {
  const parameters: Stripe.PaymentIntentCancelParams = {
    ...withCharge,
    ...(reason !== undefined && { cancellation_reason: reason }),
  };
  return withVendor(parameters, vendor);
}

/** https://docs.stripe.com/api/payment_intents/increment_authorization */
export function toIncrement(input: AdjustPayment): Stripe.PaymentIntentIncrementAuthorizationParams {
  return withVendor({ ...withCharge, amount: toMinor(input.amount) }, input.vendor);
}

/** https://docs.stripe.com/api/payment_intents/list */
export function toPaymentQuery(
  { customerId, createdAfter }: ListPayments,
  page: Pick<Call, 'cursor' | 'limit'>,
): Stripe.PaymentIntentListParams {
  return {
    expand: ['data.latest_charge'],
    ...toPage(page),
    ...(customerId !== undefined && { customer: customerId }),
    ...(createdAfter !== undefined && { created: { gte: toTimestamp(createdAfter) } }),
  };
}

/** https://docs.stripe.com/api/refunds/create */
export function toRefund(input: CreateRefund, mark?: string): Stripe.RefundCreateParams {
  const { paymentId, amount, reason, vendor } = input;
  const parameters: Stripe.RefundCreateParams = {
    payment_intent: paymentId,
    ...toMetadata(input, mark),
    ...(amount !== undefined && { amount: toMinor(amount) }),
    ...(reason !== undefined && { reason }),
  };
  return withVendor(parameters, vendor);
}

/**
 * Refunds or disputes of one payment: https://docs.stripe.com/api/refunds/list,
 * https://docs.stripe.com/api/disputes/list
 */
export function toQueryByPayment(
  { paymentId }: ListRefunds,
  page: Pick<Call, 'cursor' | 'limit'>,
): Stripe.RefundListParams & Stripe.DisputeListParams {
  return { ...toPage(page), ...(paymentId !== undefined && { payment_intent: paymentId }) };
}
