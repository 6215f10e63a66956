import { withRaw } from '@patchbay/core';
import type {
  Dispute,
  DisputeStatus,
  Payment,
  PaymentStatus,
  Refund,
  RefundStatus,
} from '@patchbay/payments';
import type Stripe from 'stripe';
import { expiries } from '../errors/meanings.ts';
import { fromDecline } from './decline.ts';
import { fromNextAction } from './next-action.ts';
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

const paymentStatuses = {
  requires_payment_method: 'requires_payment_method',
  requires_confirmation: 'requires_confirmation',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'authorized',
  succeeded: 'captured',
  canceled: 'canceled',
} as const satisfies Record<Known<Stripe.PaymentIntent.Status>, PaymentStatus>;

/** https://docs.stripe.com/api/payment_intents/object */
export function fromPaymentIntent(answer: Stripe.PaymentIntent): Payment {
  const intent = expectObject('payment_intent', answer);
  const status = statusOf(intent);
  const customerId = idOf(intent.customer);
  const paymentMethodId = idOf(intent.payment_method);
  const nextAction = status === 'requires_action' ? fromNextAction(intent) : undefined;
  const failed = status === 'failed' || status === 'canceled' ? intent.last_payment_error : null;
  const payment = {
    ...fromEntity(intent),
    ...fromReference(intent.metadata),
    status,
    ...amountsOf(intent),
    ...(customerId !== undefined && { customerId }),
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...(nextAction !== undefined && { nextAction }),
    ...(failed != null && { failure: fromDecline(failed) }),
  };
  return withRaw(payment, answer);
}

function statusOf(intent: Stripe.PaymentIntent): PaymentStatus {
  const status = lookup<PaymentStatus>(paymentStatuses, intent.status, 'unknown');
  if (status === 'requires_payment_method' && intent.last_payment_error != null) return 'failed';
  if (status === 'authorized' && intent.amount_received > 0) return 'partially_captured';
  if (status === 'canceled' && expiries.has(intent.cancellation_reason)) return 'expired';
  return status;
}

type Amounts = Pick<Payment, 'amount' | 'authorized' | 'captured' | 'refunded' | 'capturable'>;

function amountsOf(intent: Stripe.PaymentIntent): Amounts {
  const { currency, amount_received: received, amount_capturable: capturable } = intent;
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const held = received > 0 || capturable > 0 ? (charge?.amount ?? intent.amount) : 0;
  return {
    amount: fromAmount(intent.amount, currency),
    authorized: fromAmount(held, currency),
    captured: fromAmount(received, currency),
    refunded: fromAmount(charge === null ? 0 : refundedOf(intent, charge), currency),
    capturable: fromAmount(capturable, currency),
  };
}

/**
 * Stripe also books what a capture or a cancellation lets go as refunded, although that money never moved:
 * https://github.com/woocommerce/woocommerce-gateway-stripe/issues/1073 (2026-11-22). An answer that brings no
 * charge (a webhook, a refusal) tells of no refund; `get` does.
 */
function refundedOf(
  { amount_received: received, amount_capturable: open }: Stripe.PaymentIntent,
  charge: Stripe.Charge,
): number {
  const letGo = charge.amount - received - open;
  return Math.max(0, charge.amount_refunded - Math.max(0, letGo));
}

const refundStatuses = {
  pending: 'pending',
  requires_action: 'requires_action',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
} as const satisfies Record<string, RefundStatus>;

/** https://docs.stripe.com/api/refunds/object */
export function fromRefund(answer: Stripe.Refund): Refund {
  const refund = expectObject('refund', answer);
  const { failure_reason: failure } = refund;
  const result = {
    ...fromEntity(refund),
    paymentId: idOf(refund.payment_intent) ?? idOf(refund.charge) ?? '',
    amount: fromAmount(refund.amount, refund.currency),
    status: lookup<RefundStatus>(refundStatuses, refund.status, 'unknown'),
    ...(failure != null && { failure }),
  };
  return withRaw(result, answer);
}

const disputeStatuses = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'closed',
  needs_response: 'needs_response',
  appeal_needs_response: 'needs_response',
  under_review: 'under_review',
  appeal_under_review: 'under_review',
  won: 'won',
  lost: 'lost',
  prevented: 'prevented',
} as const satisfies Record<Known<Stripe.Dispute.Status>, DisputeStatus>;

/** https://docs.stripe.com/disputes/categories (2026-11-22) */
const disputeReasons = {
  duplicate: 'duplicate',
  fraudulent: 'fraudulent',
  unrecognized: 'fraudulent',
  product_not_received: 'not_received',
  product_unacceptable: 'not_as_described',
} as const satisfies Record<string, Dispute['reason']>;

/** https://docs.stripe.com/api/disputes/object */
export function fromDispute(answer: Stripe.Dispute): Dispute {
  const dispute = expectObject('dispute', answer);
  const { due_by: dueBy } = dispute.evidence_details; // 0 where the bank takes no answer
  const result = {
    ...fromEntity(dispute),
    paymentId: idOf(dispute.payment_intent) ?? idOf(dispute.charge) ?? '',
    amount: fromAmount(dispute.amount, dispute.currency),
    status: lookup<DisputeStatus>(disputeStatuses, dispute.status, 'unknown'),
    reason: lookup<Dispute['reason']>(disputeReasons, dispute.reason, 'other'),
    ...(dueBy && { respondBy: fromTimestamp(dueBy) }),
  };
  return withRaw(result, answer);
}
