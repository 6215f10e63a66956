import type { SubmitEvidence } from '@patchbay/payments';
import { type ById, type Desk, newEntity } from './desk.ts';
import type { DisputeRecord } from './records.ts';
import { refuse } from './refusal.ts';

const respondMs = 7 * 86_400_000;

/** The payer asks the bank for the money back. */
export function openDisputeOf(desk: Desk, paymentId: string): DisputeRecord {
  const payment = desk.ledger.get('payment', paymentId);
  const kept = payment.captured - payment.refunded;
  if (kept <= 0) throw refuse('wrong_state', `The payment ${paymentId} holds no money to dispute.`);
  if (
    desk.ledger.all('dispute').some((dispute) => dispute.paymentId === paymentId && dispute.status !== 'won')
  ) {
    throw refuse('wrong_state', `The payment ${paymentId} is disputed already.`);
  }
  const dispute = desk.ledger.add({
    ...newEntity(desk, 'dispute'),
    paymentId,
    amount: { minor: kept, currency: payment.amount.currency },
    status: 'needs_response',
    reason: 'fraudulent',
    respondBy: desk.now + respondMs,
    evidence: {},
  });
  desk.emit('dispute.opened', dispute);
  return dispute;
}

export function submitEvidence(desk: Desk, { id, evidence }: SubmitEvidence): DisputeRecord {
  const dispute = desk.ledger.get('dispute', id);
  if (dispute.status !== 'needs_response') throw wrongState(dispute, 'take evidence');
  dispute.status = 'under_review';
  Object.assign(dispute.evidence, evidence);
  desk.emit('dispute.updated', dispute);
  return dispute;
}

export function acceptDispute(desk: Desk, { id }: ById): DisputeRecord {
  const dispute = desk.ledger.get('dispute', id);
  if (dispute.status === 'accepted') return dispute;
  if (dispute.status !== 'needs_response') throw wrongState(dispute, 'be accepted');
  return close(desk, dispute, 'accepted');
}

/** The bank's verdict. */
export function decideDispute(desk: Desk, id: string, verdict: 'won' | 'lost'): DisputeRecord {
  const dispute = desk.ledger.get('dispute', id);
  if (!isOpen(dispute)) throw wrongState(dispute, 'be decided');
  return close(desk, dispute, verdict);
}

/** True while the bank holds the money and has not decided. */
export function isOpen({ status }: DisputeRecord): boolean {
  return status === 'needs_response' || status === 'under_review';
}

function close(desk: Desk, dispute: DisputeRecord, status: 'won' | 'lost' | 'accepted'): DisputeRecord {
  dispute.status = status;
  desk.emit('dispute.closed', dispute);
  return dispute;
}

function wrongState({ id, status }: DisputeRecord, to: string) {
  return refuse('wrong_state', `The dispute ${id} is ${status}: it cannot ${to}.`);
}
