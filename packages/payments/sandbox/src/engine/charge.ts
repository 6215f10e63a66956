import {
  authenticationFailed,
  authenticationRequired,
  processingFailed,
  type TestEffect,
  testMethodOf,
} from './cards.ts';
import type { Desk } from './desk.ts';
import { openDisputeOf } from './disputes.ts';
import { keepMethod, type UsableMethod } from './methods.ts';
import type { FailureRecord, PaymentRecord } from './records.ts';
import { refuse } from './refusal.ts';

const authorizationMs = 7 * 86_400_000;

/** Asks the bank for the money. How that goes depends on the test method. */
export function charge(desk: Desk, payment: PaymentRecord, method: UsableMethod): void {
  delete payment.failure;
  delete payment.actionUrl;
  payment.paymentMethodId = method.id;
  payment.testMethodId = method.test.id;
  const { effect } = method.test;
  if (effect.kind === 'declines') return decline(desk, payment, effect.failure);
  if (effect.kind === 'processes') return move(desk, payment, 'processing', 'payment.processing');
  if (effect.kind !== 'authenticates' || method.authenticated) return approve(desk, payment);
  if (payment.offSession) return decline(desk, payment, authenticationRequired);
  payment.actionUrl = `${desk.publicUrl}/3ds/${payment.id}`;
  return move(desk, payment, 'requires_action', 'payment.requires_action');
}

/** The payer's answer on the 3-D Secure page. An answer that comes twice changes nothing. */
export function answerChallenge(desk: Desk, payment: PaymentRecord, verdict: 'approve' | 'refuse'): void {
  if (payment.status !== 'requires_action') return;
  delete payment.actionUrl;
  if (verdict === 'refuse') decline(desk, payment, authenticationFailed);
  else approve(desk, payment);
}

/** The bank's late answer. */
export function finishPayment(desk: Desk, payment: PaymentRecord, verdict: 'succeeded' | 'failed'): void {
  const { id, status } = payment;
  if (status !== 'processing') throw refuse('wrong_state', `The payment ${id} is ${status}, not processing.`);
  if (verdict === 'failed') decline(desk, payment, processingFailed);
  else approve(desk, payment);
}

/** Takes a part of what is authorized, or all of it. */
export function take(desk: Desk, payment: PaymentRecord, minor: number, final: boolean): void {
  payment.captured += minor;
  payment.capturable = final ? 0 : payment.capturable - minor;
  const isDone = payment.capturable === 0;
  if (isDone) delete payment.expiresAt;
  move(desk, payment, isDone ? 'captured' : 'partially_captured', 'payment.captured');
  if (isDone && effectOf(payment) === 'is_disputed') openDisputeOf(desk, payment.id);
}

/** What the bank does with the method that the payment was made with. */
export function effectOf({ testMethodId = '' }: PaymentRecord): TestEffect['kind'] | undefined {
  return testMethodOf(testMethodId)?.effect.kind;
}

function approve(desk: Desk, payment: PaymentRecord): void {
  const { amount } = payment;
  save(desk, payment);
  payment.authorized = amount.minor;
  payment.capturable = amount.minor;
  if (payment.capture === 'automatic') return take(desk, payment, amount.minor, true);
  payment.expiresAt = desk.now + authorizationMs;
  return move(desk, payment, 'authorized', 'payment.authorized');
}

function decline(desk: Desk, payment: PaymentRecord, failure: FailureRecord): void {
  payment.failure = { ...failure };
  move(desk, payment, 'failed', 'payment.failed');
}

function move(desk: Desk, payment: PaymentRecord, status: PaymentRecord['status'], event: string): void {
  payment.status = status;
  desk.emit(event, payment);
  desk.follow(payment);
}

/** Keeps a method that was used for the first time, where the merchant asked for that. */
function save(desk: Desk, payment: PaymentRecord): void {
  const { saveFor, customerId, paymentMethodId, testMethodId } = payment;
  if (saveFor === undefined || testMethodId === undefined || paymentMethodId !== testMethodId) return;
  const customer = desk.ledger.find('customer', customerId);
  const test = testMethodOf(testMethodId);
  if (customer === undefined || customer.deleted || test === undefined) return;
  payment.paymentMethodId = keepMethod(desk, test, customer.id).id;
}
