import { finishPayment } from './charge.ts';
import type { Desk } from './desk.ts';
import { finishRefund } from './refunds.ts';

/** The bank's late answer to a payment that is processing, or to a refund that is pending. */
export function finishProcessing(desk: Desk, id: string, verdict: 'succeeded' | 'failed'): void {
  const refund = desk.ledger.find('refund', id);
  if (refund === undefined) finishPayment(desk, desk.ledger.get('payment', id), verdict);
  else finishRefund(desk, refund, verdict);
}
