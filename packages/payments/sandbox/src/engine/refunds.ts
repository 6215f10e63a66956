import type { CreateRefund } from '@patchbay/payments';
import { effectOf } from './charge.ts';
import { type Desk, newEntity } from './desk.ts';
import { isOpen } from './disputes.ts';
import { assertCurrency } from './payments.ts';
import type { PaymentRecord, RefundRecord } from './records.ts';
import { refuse } from './refusal.ts';

const bounceMs = 5000;

export function createRefund(desk: Desk, input: CreateRefund): RefundRecord {
  const payment = desk.ledger.get('payment', input.paymentId);
  assertCurrency(payment, input.amount);
  const minor = refundableMinor(desk, payment, input.amount?.minor);
  const bounces = effectOf(payment) === 'refund_fails';
  const refund = desk.ledger.add({
    ...newEntity(desk, 'refund', input.metadata),
    paymentId: payment.id,
    amount: { minor, currency: payment.amount.currency },
    status: bounces ? 'pending' : 'succeeded',
    ...(input.reason !== undefined && { reason: input.reason }),
    ...(bounces && { failsAt: desk.now + bounceMs }),
  });
  if (!bounces) payment.refunded += minor;
  desk.emit('refund.created', refund);
  return refund;
}

/** The late end of a pending refund: the payer has the money, or the bank sends it back. */
export function finishRefund(desk: Desk, refund: RefundRecord, verdict: 'succeeded' | 'failed'): void {
  const { id, status, paymentId, amount } = refund;
  if (status !== 'pending') throw refuse('wrong_state', `The refund ${id} is ${status}, not pending.`);
  delete refund.failsAt;
  refund.status = verdict;
  if (verdict === 'failed') refund.failure = 'The bank of the payer did not take the money.';
  else desk.ledger.get('payment', paymentId).refunded += amount.minor;
  desk.emit(verdict === 'failed' ? 'refund.failed' : 'refund.updated', refund);
}

function refundableMinor(desk: Desk, payment: PaymentRecord, asked: number | undefined): number {
  const { id, status, captured } = payment;
  if (captured === 0)
    throw refuse('wrong_state', `The payment ${id} is ${status}: nothing of it is captured.`);
  assertUndisputed(desk, id);
  const open = captured - promisedMinor(desk, id);
  if (open === 0) throw refuse('already_refunded', `All of the payment ${id} is refunded already.`);
  const minor = asked ?? open;
  if (minor > open)
    throw refuse('over_refund', `Of ${id} ${open} can still be refunded; ${minor} was asked for.`);
  return minor;
}

function assertUndisputed(desk: Desk, paymentId: string): void {
  const disputes = desk.ledger.all('dispute').filter((dispute) => dispute.paymentId === paymentId);
  if (disputes.some(isOpen))
    throw refuse('disputed', `The payment ${paymentId} is disputed: its money is held back.`);
  if (disputes.some(({ status }) => status !== 'won')) {
    throw refuse('already_refunded', `The payer got the money of ${paymentId} back by a dispute.`);
  }
}

/** What refunds have given back or are about to. */
function promisedMinor(desk: Desk, paymentId: string): number {
  return desk.ledger
    .all('refund')
    .filter((refund) => refund.paymentId === paymentId && refund.status !== 'failed')
    .reduce((sum, { amount }) => sum + amount.minor, 0);
}
