import type { PaymentEvent } from '@patchbay/payments';
import type { Delivery } from '@patchbay/webhooks';
import { isId } from '../ids.ts';
import type { Order } from '../order.ts';
import type { Desk } from './desk.ts';
import { noteEvent } from './event.ts';
import { settleOrder } from './settle.ts';

/**
 * Settles the order that an event is about.
 * @throws what reading the payment throws, and for an order of ours that is not written down yet: the event is handled
 * again later.
 */
export async function handlePaymentEvent(desk: Desk, event: PaymentEvent, delivery: Delivery): Promise<void> {
  const order = orderOf(desk, event);
  if (order === undefined) {
    if (isId('order', event.reference)) throw new Error('Too early: there is no such order yet.');
    return;
  }
  if (event.type === 'unhandled') return;
  noteEvent(desk, order.id, { event, delivery });
  const refundId = event.subject.kind === 'refund' ? event.subject.id : undefined;
  await settleOrder(desk, order.id, { by: 'webhook', paymentId: paymentIdOf(event), refundId });
}

function orderOf({ store }: Desk, event: PaymentEvent): Order | undefined {
  const paymentId = paymentIdOf(event);
  const byReference = event.reference === undefined ? undefined : store.orders.get(event.reference);
  return byReference ?? (paymentId === undefined ? undefined : store.orders.ofPayment(paymentId));
}

function paymentIdOf({ subject }: PaymentEvent): string | undefined {
  if (subject.kind === 'payment') return subject.id;
  return 'paymentId' in subject ? subject.paymentId : undefined;
}
