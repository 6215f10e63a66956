import { IntegrationError } from '@patchbay/core';
import type { Money, PaymentState } from '@patchbay/payments';
import { type RefundRow, refundable } from '../order.ts';
import { Refusal } from '../refusal.ts';
import { onBehalfOf } from '../timeline.ts';
import { assertHeldHere, type Desk } from './desk.ts';
import { findRefund, settleNow, writeDownRefund } from './settle.ts';

export interface RefundRequest {
  /** Comes from the form: the same form sent twice is the same refund. */
  readonly refundId: string;
  readonly orderId: string;
  readonly amount: Money;
}

/**
 * Gives money back, once per form; a repeat returns without a further effect.
 * @throws `Refusal` for what cannot be refunded, or what `payments.refunds.create` throws.
 */
export function refundOrder(desk: Desk, request: RefundRequest): Promise<void> {
  const { orderId } = request;
  return desk.inTurn(orderId, () =>
    onBehalfOf(orderId, async () => {
      const order = desk.store.orders.get(orderId);
      const payment = order?.paymentId === undefined ? undefined : desk.store.payments.get(order.paymentId);
      if (order === undefined || payment === undefined)
        throw new Refusal(409, 'That cannot be refunded', 'Nothing was paid for this order yet.');
      assertHeldHere(desk, order);
      const row = writeDown(desk, payment, request);
      if (row.orderId !== orderId || row.status !== 'asked') return;
      await askProvider(desk, row, payment.id);
      await settleNow(desk, orderId, { by: 'answer to the refund' });
    }),
  );
}

/** The refund's row, made now unless the same form was sent before: that one is not measured against what it left over. */
function writeDown({ store }: Desk, payment: PaymentState, request: RefundRequest): RefundRow {
  const { refundId: id, orderId, amount } = request;
  const known = store.refunds.get(id);
  if (known !== undefined) return known;
  const most = refundable(payment, store.refunds.ofOrder(orderId));
  if (amount.minor <= 0 || amount.minor > most.minor)
    throw new Refusal(409, 'That is more than is left', 'The order page tells how much can still go back.');
  return store.refunds.add({ id, orderId, amount, askedAt: new Date() });
}

/** As often as one likes, it is one refund: the ledger sees to it, also where the provider has forgotten the key. */
async function askProvider(desk: Desk, row: RefundRow, paymentId: string): Promise<void> {
  const { id: idempotencyKey, amount } = row;
  try {
    const refund = await desk.moneyBack.refunds.create({ paymentId, amount }, { idempotencyKey });
    writeDownRefund(desk, row, refund);
  } catch (error) {
    // Where the outcome is unknown, that of any try, the row stays as it is: asking again is safe.
    const outcome = IntegrationError.is(error) ? error.outcome : 'unknown';
    if (outcome === 'not_applied') desk.store.refunds.setStatus(row.id, 'failed');
    if (outcome === 'applied') await findRefund(desk, row);
    desk.live.tell(row.orderId);
    throw error;
  }
}
