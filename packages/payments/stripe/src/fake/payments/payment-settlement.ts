import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { mergeMetadata } from '../account.ts';
import { invalidRequest, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import { checkAmount, isBelowMinimum } from './money.ts';
import { tellFollower } from './payment-flow.ts';
import type { captureIntent, incrementIntent } from './payment-params.ts';

/** Takes authorized money. What a final capture leaves is released. */
export function capture(
  account: Account,
  intent: Stripe.PaymentIntent,
  input: Input<typeof captureIntent>,
): Stripe.PaymentIntent {
  const charge = authorizedCharge(account, intent, 'captured');
  const amount = input.amount_to_capture ?? intent.amount_capturable;
  const final = input.final_capture ?? true;
  checkCapture(intent, charge, amount, final);
  if (input.metadata !== undefined) intent.metadata = mergeMetadata(intent.metadata, input.metadata);
  charge.captured = true;
  charge.amount_captured += amount;
  charge.balance_transaction = account.id('txn');
  intent.amount_received = charge.amount_captured;
  intent.amount_capturable -= amount;
  account.effect('capture', charge.id, amount, charge.currency);
  if (final) release(account, intent, charge);
  if (intent.amount_capturable === 0) intent.status = 'succeeded';
  account.emit('charge.captured', charge);
  const ended = intent.status === 'succeeded';
  account.emit(ended ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated', intent);
  tellFollower(account, intent);
  return intent;
}

function checkCapture(
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  amount: number,
  final: boolean,
): void {
  if (amount > intent.amount_capturable) {
    throw wrongState(
      'The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.',
      { code: 'amount_too_large', param: 'amount_to_capture', payment_intent: snapshot(intent) },
    );
  }
  if (isBelowMinimum(amount, intent.currency)) {
    throw wrongState('The amount to capture is below the minimum charge amount.', {
      code: 'amount_too_small',
    });
  }
  if (!final && charge.payment_method_details?.card?.multicapture?.status !== 'available') {
    throw invalidRequest(
      '`final_capture` can only be false when multicapture is available for this PaymentIntent.',
      {
        param: 'final_capture',
      },
    );
  }
}

export function cancel(
  account: Account,
  intent: Stripe.PaymentIntent,
  reason: string | null,
): Stripe.PaymentIntent {
  const allowed = [
    'requires_payment_method',
    'requires_capture',
    'requires_confirmation',
    'requires_action',
    'processing',
  ];
  const charge = account.tables.charges.get(idOf(intent.latest_charge) ?? '');
  if (!allowed.includes(intent.status)) {
    throw wrongState(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${allowed.join(', ')}.`,
      { code: 'payment_intent_unexpected_state', payment_intent: snapshot(intent) },
    );
  }
  if (intent.status === 'requires_capture' && charge !== undefined) {
    release(account, intent, charge);
    account.emit('charge.refunded', charge);
  }
  intent.status = 'canceled';
  intent.canceled_at = account.now();
  intent.cancellation_reason = reason;
  intent.next_action = null;
  intent.processing = null;
  account.secrets.pending.delete(intent.id);
  account.emit('payment_intent.canceled', intent);
  tellFollower(account, intent);
  return intent;
}

/** Raises an authorization. Only card payments that asked for it have it. */
export function increment(
  account: Account,
  intent: Stripe.PaymentIntent,
  input: Input<typeof incrementIntent>,
): Stripe.PaymentIntent {
  const charge = authorizedCharge(account, intent, 'incremented');
  checkAmount(input.amount, intent.currency);
  if (charge.payment_method_details?.card?.incremental_authorization?.status !== 'available') {
    throw wrongState('This PaymentIntent is not eligible for incremental authorizations.', {
      code: 'payment_intent_invalid_parameter',
      payment_intent: snapshot(intent),
    });
  }
  if (input.amount <= intent.amount) {
    throw invalidRequest('The amount must be greater than the currently authorized amount.', {
      param: 'amount',
    });
  }
  if (input.description !== undefined) intent.description = input.description;
  if (input.metadata !== undefined) intent.metadata = mergeMetadata(intent.metadata, input.metadata);
  intent.amount = input.amount;
  intent.amount_capturable = input.amount - charge.amount_captured;
  charge.amount = input.amount;
  if (charge.payment_method_details.card) charge.payment_method_details.card.amount_authorized = input.amount;
  account.emit('charge.updated', charge);
  account.emit('payment_intent.amount_capturable_updated', intent);
  return intent;
}

/**
 * Gives up what is authorized and not captured. Stripe books it as refunded on the charge, so that
 * `amount_refunded` also counts money that never moved: woocommerce/woocommerce-gateway-stripe#1073 shows a
 * capture of 20300 of 20675 with `amount_refunded` 375.
 */
function release(account: Account, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  const rest = intent.amount_capturable;
  intent.amount_capturable = 0;
  if (rest === 0) return;
  charge.amount_refunded += rest;
  charge.refunded = charge.amount_refunded >= charge.amount;
  account.effect('release', charge.id, rest, charge.currency);
}

function authorizedCharge(account: Account, intent: Stripe.PaymentIntent, done: string): Stripe.Charge {
  const charge = account.tables.charges.get(idOf(intent.latest_charge) ?? '');
  if (intent.status === 'requires_capture' && charge !== undefined) return charge;
  const because =
    intent.status === 'succeeded'
      ? 'it has already been captured.'
      : `it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${done}: requires_capture.`;
  throw wrongState(`This PaymentIntent could not be ${done} because ${because}`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: snapshot(intent),
  });
}
