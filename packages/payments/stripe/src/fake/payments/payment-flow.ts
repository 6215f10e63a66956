import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { cardError } from '../protocol/errors.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import type { Decline, TestMethod } from './cards.ts';
import { authenticationRequired } from './cards.ts';
import { openDispute } from './disputes.ts';
import { attachMethod } from './methods.ts';
import { newCharge, outcomeOf } from './payment-shapes.ts';

export interface Attempt {
  readonly method: Stripe.PaymentMethod;
  readonly offSession: boolean;
  readonly returnUrl?: string | undefined;
  /** Fail instead of asking the payer for 3-D Secure. */
  readonly refuseAction?: boolean;
}

/** Tries to pay an intent. A decline throws Stripe's card error, after the attempt has been recorded. */
export function attemptPayment(account: Account, intent: Stripe.PaymentIntent, attempt: Attempt): void {
  const { method } = attempt;
  const behaviour = account.secrets.behaviours.get(method.id);
  intent.payment_method = method.id;
  intent.last_payment_error = null;
  intent.next_action = null;
  if (needsAuthentication(account, method, behaviour, attempt.offSession)) {
    if (attempt.offSession || attempt.refuseAction) {
      throw declinePayment(account, intent, method, authenticationRequired);
    }
    askForAuthentication(account, intent, attempt);
    return;
  }
  settlePayment(account, intent, method);
}

/** The bank's answer, once no authentication is in the way. */
export function settlePayment(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  const behaviour = account.secrets.behaviours.get(method.id);
  if (behaviour?.decline) throw declinePayment(account, intent, method, behaviour.decline);
  const charge = newCharge(account, intent, method);
  account.tables.charges.set(charge.id, charge);
  account.effect('charge', charge.id, intent.amount, intent.currency);
  intent.latest_charge = charge.id;
  intent.next_action = null;
  charge.outcome = outcomeOf(behaviour, false);
  account.secrets.pending.delete(intent.id);
  keepMethod(account, intent, method);
  if (behaviour?.bank) startProcessing(account, intent, charge);
  else if (intent.capture_method === 'manual') authorize(account, intent, charge);
  else succeed(account, intent, charge, behaviour);
}

/** The payer came back from 3-D Secure. */
export function finishAuthentication(
  account: Account,
  intent: Stripe.PaymentIntent,
  approved: boolean,
): void {
  const pending = account.secrets.pending.get(intent.id);
  const method = account.tables.paymentMethods.get(pending?.methodId ?? '');
  if (intent.status !== 'requires_action' || method === undefined) return;
  if (approved) {
    settlePayment(account, intent, method);
    return;
  }
  throw declinePayment(account, intent, method, {
    code: 'payment_intent_authentication_failure',
    declineCode: '',
    advice: 'try_again_later',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  });
}

/** The end of a bank debit. */
export function finishBankDebit(
  account: Account,
  intent: Stripe.PaymentIntent,
  result: 'succeeded' | 'failed',
): void {
  const charge = account.tables.charges.get(idOf(intent.latest_charge) ?? '');
  if (intent.status !== 'processing' || charge === undefined) return;
  intent.processing = null;
  if (result === 'succeeded') {
    succeed(account, intent, charge, undefined);
    return;
  }
  charge.status = 'failed';
  charge.paid = false;
  charge.failure_code = 'payment_method_provider_decline';
  charge.failure_message = 'The payment failed.';
  intent.status = 'requires_payment_method';
  intent.last_payment_error = {
    type: 'card_error',
    code: 'payment_method_provider_decline',
    message: 'The payment failed.',
    charge: charge.id,
  };
  account.emit('charge.failed', charge);
  account.emit('payment_intent.payment_failed', intent);
  tellFollower(account, intent);
}

/** Books captured money and ends the intent. */
export function succeed(
  account: Account,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  behaviour: TestMethod | undefined,
): void {
  charge.status = 'succeeded';
  charge.paid = true;
  charge.captured = true;
  charge.amount_captured = charge.amount;
  charge.balance_transaction = account.id('txn');
  intent.amount_received = charge.amount_captured;
  intent.amount_capturable = 0;
  intent.status = 'succeeded';
  account.effect('capture', charge.id, charge.amount, charge.currency);
  account.emit('charge.succeeded', charge);
  account.emit('payment_intent.succeeded', intent);
  if (behaviour?.dispute) openDispute(account, charge, behaviour.dispute);
  tellFollower(account, intent);
}

/** An invoice or Checkout Session that waits for this payment goes on. */
export function tellFollower(account: Account, intent: Stripe.PaymentIntent): void {
  account.secrets.followers.get(intent.id)?.();
}

function authorize(account: Account, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  intent.status = 'requires_capture';
  intent.amount_capturable = intent.amount;
  account.emit('charge.succeeded', charge);
  account.emit('payment_intent.amount_capturable_updated', intent);
  tellFollower(account, intent);
}

function startProcessing(account: Account, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  charge.status = 'pending';
  charge.paid = false;
  charge.outcome = null;
  intent.status = 'processing';
  account.emit('charge.pending', charge);
  account.emit('payment_intent.processing', intent);
  tellFollower(account, intent);
}

function needsAuthentication(
  account: Account,
  method: Stripe.PaymentMethod,
  behaviour: TestMethod | undefined,
  offSession: boolean,
): boolean {
  if (behaviour?.authentication === 'always') return true;
  if (behaviour?.authentication !== 'until_set_up') return false;
  return !(offSession && account.secrets.authenticated.has(method.id));
}

function askForAuthentication(account: Account, intent: Stripe.PaymentIntent, attempt: Attempt): void {
  const address = `${account.request?.origin ?? ''}/3ds/${intent.id}`;
  const { method, returnUrl } = attempt;
  account.secrets.pending.set(intent.id, { methodId: method.id, ...(returnUrl ? { returnUrl } : {}) });
  intent.status = 'requires_action';
  // With a return URL Stripe hands out a redirect, without one the client SDK must act:
  // https://docs.stripe.com/payments/3d-secure/authentication-flow (2026-11-22).
  intent.next_action =
    returnUrl === undefined
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: address } }
      : { type: 'redirect_to_url', redirect_to_url: { url: address, return_url: returnUrl } };
  account.emit('payment_intent.requires_action', intent);
  tellFollower(account, intent);
}

/** Records a failed attempt and returns the error to throw. */
function declinePayment(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): Error {
  const unauthenticated = decline.code === 'payment_intent_authentication_failure';
  const charge = unauthenticated ? undefined : failedCharge(account, intent, method, decline);
  const details = {
    code: decline.code,
    message: decline.message,
    ...(unauthenticated ? {} : { decline_code: decline.declineCode, advice_code: decline.advice }),
    ...(charge === undefined ? {} : { charge: charge.id, network_decline_code: '05' }),
  };
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.next_action = null;
  intent.last_payment_error = {
    type: unauthenticated ? 'invalid_request_error' : 'card_error',
    ...details,
    payment_method: snapshot(method),
  };
  account.secrets.pending.delete(intent.id);
  account.emit('payment_intent.payment_failed', intent);
  tellFollower(account, intent);
  return cardError({ ...details, payment_intent: snapshot(intent), payment_method: snapshot(method) });
}

function failedCharge(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): Stripe.Charge {
  const charge = newCharge(account, intent, method);
  charge.status = 'failed';
  charge.paid = false;
  charge.failure_code = decline.code;
  charge.failure_message = decline.message;
  charge.outcome = outcomeOf({ names: [], number: '', label: '', decline }, true);
  account.tables.charges.set(charge.id, charge);
  account.effect('charge', charge.id, intent.amount, intent.currency);
  intent.latest_charge = charge.id;
  account.emit('charge.failed', charge);
  return charge;
}

/** A method is saved to the customer if the intent asks for it, and is spent if nobody owns it. */
function keepMethod(account: Account, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const customerId = idOf(intent.customer);
  if (intent.setup_future_usage !== null) account.secrets.authenticated.add(method.id);
  if (method.customer !== null) return;
  if (intent.setup_future_usage !== null && customerId !== undefined)
    attachMethod(account, method, customerId);
  else if (intent.setup_future_usage === null) account.secrets.spent.add(method.id);
}
