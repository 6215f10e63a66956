import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, mergeMetadata } from '../account.ts';
import { exclusiveParameters, invalidRequest, missingParameter, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { metadata, oneOf, text, unsimulated } from '../protocol/fields.ts';
import { created, listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import { amount, format } from './money.ts';

const collection = '/v1/refunds';
const createRefund = {
  amount: amount(),
  charge: text(),
  metadata: metadata(),
  payment_intent: text(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  ...unsimulated(
    'currency',
    'customer',
    'instructions_email',
    'origin',
    'refund_application_fee',
    'reverse_transfer',
  ),
};

/** https://docs.stripe.com/api/refunds and https://docs.stripe.com/api/charges */
export const refundRoutes: readonly Route[] = [
  route('POST', collection, createRefund, (input, { account }) => create(account, input)),
  route(
    'GET',
    collection,
    { ...pagination, ...created, charge: text(), payment_intent: text() },
    (input, { account }) =>
      listOf(
        account.tables.refunds,
        collection,
        input,
        (refund) =>
          (input.charge === undefined || refund.charge === input.charge) &&
          (input.payment_intent === undefined || refund.payment_intent === input.payment_intent) &&
          (input.created === undefined || input.created(refund.created)),
      ),
  ),
  route('GET', `${collection}/:id`, {}, (_input, call) => refundOf(call)),
  route('POST', `${collection}/:id/cancel`, {}, (_input, call) => {
    const refund = refundOf(call);
    // Only refunds that wait for the customer can be canceled: https://docs.stripe.com/api/refunds/cancel
    throw wrongState(`Refund ${refund.id} cannot be canceled because it has a status of ${refund.status}.`);
  }),
  route('GET', '/v1/charges/:id', {}, (_input, { account, id }) =>
    find(account.tables.charges, 'charge', id),
  ),
];

/** The end of a refund that was pending, or the late failure of one that seemed done. */
export function finishRefund(account: Account, refund: Stripe.Refund, result: 'succeeded' | 'failed'): void {
  if (refund.status === 'failed' || refund.status === result) return;
  const charge = account.tables.charges.get(idOf(refund.charge) ?? '');
  const before = snapshot(refund);
  refund.status = result;
  delete refund.pending_reason;
  if (result === 'succeeded') {
    account.emit('refund.updated', refund, before);
    account.emit('charge.refund.updated', refund, before);
    return;
  }
  refund.failure_reason = 'expired_or_canceled_card';
  refund.failure_balance_transaction = account.id('txn');
  if (charge !== undefined) {
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
  }
  account.emit('refund.failed', refund);
  account.emit('charge.refund.updated', refund, before);
}

function refundOf({ account, id }: Call): Stripe.Refund {
  return find(account.tables.refunds, 'refund', id);
}

function create(account: Account, input: Input<typeof createRefund>): Stripe.Refund {
  const charge = chargeToRefund(account, input);
  const intent = account.tables.paymentIntents.get(idOf(charge.payment_intent) ?? '');
  const left = charge.amount - charge.amount_refunded - (intent?.amount_capturable ?? 0);
  if (left <= 0) {
    throw wrongState(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
      charge: charge.id,
    });
  }
  if (charge.disputed && !disputeAllowsRefund(account, charge)) {
    throw wrongState(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  const value = input.amount ?? left;
  if (value > left) {
    throw wrongState(
      `Refund amount (${format(value, charge.currency)}) is greater than unrefunded amount on charge (${format(left, charge.currency)})`,
      { param: 'amount' },
    );
  }
  const refund = newRefund(account, charge, value, input);
  account.tables.refunds.set(refund.id, refund);
  account.effect('refund', refund.id, value, charge.currency);
  charge.amount_refunded += value;
  charge.refunded = charge.amount_refunded >= charge.amount;
  account.emit('refund.created', refund);
  account.emit('charge.refunded', charge);
  return refund;
}

/** The captured charge that a refund request means. */
function chargeToRefund(account: Account, input: Input<typeof createRefund>): Stripe.Charge {
  if (input.charge !== undefined && input.payment_intent !== undefined) {
    throw exclusiveParameters('charge', 'payment_intent');
  }
  if (input.charge !== undefined) {
    return refundable(find(account.tables.charges, 'charge', input.charge, 'id', 404));
  }
  if (input.payment_intent === undefined) throw missingParameter('payment_intent');
  const { payment_intent: id } = input;
  const intent = find(account.tables.paymentIntents, 'payment_intent', id, 'payment_intent', 404);
  const charge = account.tables.charges.get(idOf(intent.latest_charge) ?? '');
  if (charge === undefined) throw nothingToRefund(intent.id, 'payment_intent');
  return refundable(charge);
}

/** An authorization that was not captured is canceled, not refunded. */
function refundable(charge: Stripe.Charge): Stripe.Charge {
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw nothingToRefund(idOf(charge.payment_intent) ?? charge.id, 'charge');
  }
  return charge;
}

function nothingToRefund(intentId: string, param: string): Error {
  return invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
    param,
  });
}

function disputeAllowsRefund(account: Account, charge: Stripe.Charge): boolean {
  const open = [...account.tables.disputes.values()].find((dispute) => dispute.charge === charge.id);
  return open?.is_charge_refundable ?? true;
}

function newRefund(
  account: Account,
  charge: Stripe.Charge,
  value: number,
  input: Input<typeof createRefund>,
): Stripe.Refund {
  const pending = account.secrets.behaviours.get(charge.payment_method ?? '')?.refunds === 'pending';
  return {
    id: account.id('re'),
    object: 'refund',
    amount: value,
    balance_transaction: pending ? null : account.id('txn'),
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: { type: 'refund', reference_status: 'pending', reference_type: 'acquirer_reference_number' },
    },
    metadata: mergeMetadata(null, input.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(pending ? { pending_reason: 'processing' as const } : {}),
    reason: input.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: pending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
}
