import type { PaymentEvent } from '@patchbay/payments';
import { isId } from '../ids.ts';
import type { Order } from '../order.ts';
import { Refusal } from '../refusal.ts';
import type { Desk } from './desk.ts';
import { settleOrder } from './settle.ts';

/**
 * Verifies a webhook and settles the orders it is about.
 * @throws `IntegrationError` `webhook_rejected`, or what reading the payment throws; `Refusal` for an order of ours that
 * is not written down yet: the provider should deliver the webhook again.
 */
export async function receiveWebhook(desk: Desk, request: Request): Promise<void> {
  for (const event of await desk.payments.webhooks.receive(request)) {
    const order = orderOf(desk, event);
    if (order !== undefined) await handle(desk, order, event);
    else if (isId('order', event.reference))
      throw new Refusal(503, 'Too early', 'There is no such order yet.');
  }
}

async function handle(desk: Desk, order: Order, event: PaymentEvent): Promise<void> {
  const { store, live } = desk;
  const { type, provider, dedupeKey } = event;
  if (type === 'unhandled') return;
  const repeated = store.handledEvents.has(dedupeKey);
  store.timeline.add(order.id, { kind: 'event', at: Date.now(), type, provider, repeated });
  if (repeated) return live.tell(order.id);
  const refundId = event.subject.kind === 'refund' ? event.subject.id : undefined;
  await settleOrder(desk, order.id, { by: 'webhook', paymentId: paymentIdOf(event), refundId });
  // Only now: an event whose handling failed must be handled when it comes again.
  store.handledEvents.add(dedupeKey);
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
