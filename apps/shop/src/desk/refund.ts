import { IntegrationError } from '@patchbay/core';
import type { Money, PaymentState } from '@patchbay/payments';
import { type RefundRow, refundable } from '../order.ts';
import { Refusal } from '../refusal.ts';
import { onBehalfOf } from '../timeline.ts';
import { assertHeldHere, type Desk } from './desk.ts';
import { settleNow, writeDownRefund } from './settle.ts';

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
      const isRepeat = desk.store.refunds.get(request.refundId) !== undefined;
      const row = writeDown(desk, payment, request);
      if (row.orderId !== orderId || row.status !== 'asked') return;
      assertKeyHolds(desk, row);
      await askProvider(desk, { paymentId: payment.id, row, isRepeat });
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

/** Once the provider has forgotten the key, asking again would be another refund. */
function assertKeyHolds({ payments }: Desk, { askedAt }: RefundRow): void {
  const { idempotency } = payments.capabilities;
  const ttlHours = 'ttlHours' in idempotency ? idempotency.ttlHours : undefined;
  if (ttlHours === undefined || Date.now() - askedAt.getTime() < ttlHours * hourMs) return;
  const text = `It was asked for more than ${ttlHours} hours ago. Please look it up with ${payments.provider}.`;
  throw new Refusal(409, 'Asking again is no longer safe', text);
}

const hourMs = 3_600_000;

interface Asking {
  readonly paymentId: string;
  readonly row: RefundRow;
  /** It was asked for before, and may have happened then. */
  readonly isRepeat: boolean;
}

async function askProvider(desk: Desk, { paymentId, row, isRepeat }: Asking): Promise<void> {
  const { payments, store, live } = desk;
  try {
    const refund = await payments.refunds.create(
      { paymentId, amount: row.amount },
      { idempotencyKey: row.id },
    );
    writeDownRefund(desk, row, refund);
  } catch (error) {
    // Where the outcome is unknown the row stays as it is: asking again under its key is safe. A repeat that did not
    // get through says nothing about what was asked before; only a refusal under the same key does.
    const isOver =
      IntegrationError.is(error, 'precondition_failed') || IntegrationError.is(error, 'declined');
    if (IntegrationError.is(error) && error.outcome === 'not_applied' && (isOver || !isRepeat))
      store.refunds.setStatus(row.id, 'failed');
    live.tell(row.orderId);
    throw error;
  }
}
