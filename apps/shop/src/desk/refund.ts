import { IntegrationError } from '@patchbay/core';
import type { Money } from '@patchbay/payments';
import type { RefundRow } from '../order.ts';
import { onBehalfOf } from '../timeline.ts';
import type { Desk } from './desk.ts';
import { rowStatusOf, settleNow } from './settle.ts';

export interface RefundRequest {
  /** Comes from the form: the same form sent twice is the same refund. */
  readonly refundId: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amount: Money;
}

/** Gives money back, once per form; a repeat returns without a further effect. */
export function refundOrder(desk: Desk, request: RefundRequest): Promise<void> {
  return desk.inTurn(request.orderId, () =>
    onBehalfOf(request.orderId, async () => {
      const { refundId: id, orderId, amount } = request;
      const row = desk.store.refunds.add({ id, orderId, amount, askedAt: new Date() });
      if (row.orderId !== orderId || row.status !== 'asked') return;
      await askProvider(desk, request.paymentId, row);
      await settleNow(desk, orderId, { by: 'answer to the refund' });
    }),
  );
}

async function askProvider(
  { payments, store, live }: Desk,
  paymentId: string,
  row: RefundRow,
): Promise<void> {
  try {
    const refund = await payments.refunds.create(
      { paymentId, amount: row.amount },
      { idempotencyKey: row.id },
    );
    store.refunds.setStatus(row.id, rowStatusOf(refund), refund.id);
  } catch (error) {
    // Where the outcome is unknown the row stays as it is: asking again under its key is safe.
    if (IntegrationError.is(error) && error.outcome === 'not_applied')
      store.refunds.setStatus(row.id, 'failed');
    live.tell(row.orderId);
    throw error;
  }
}
