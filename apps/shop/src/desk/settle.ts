import type { Refund } from '@patchbay/payments';
import type { Order, RefundRow } from '../order.ts';
import { onBehalfOf, type SettledBy } from '../timeline.ts';
import { wantAnnouncement } from './announce.ts';
import { type Desk, heldElsewhere } from './desk.ts';
import { wantMail } from './mail.ts';

/** What brought the news, and what it is about where that is known. */
export interface News {
  readonly by: SettledBy;
  readonly paymentId?: string | undefined;
  /** The provider's id of a refund. */
  readonly refundId?: string | undefined;
}

/**
 * The one way by which an order learns of its money. Webhook, return page, sweep and refund all come here, so it does not
 * matter which is first, which comes twice and which never comes.
 */
export function settleOrder(desk: Desk, orderId: string, news: News): Promise<void> {
  return desk.inTurn(orderId, () => settleNow(desk, orderId, news));
}

/** The same for work that already has its turn. */
export function settleNow(desk: Desk, orderId: string, news: News): Promise<void> {
  return onBehalfOf(orderId, async () => {
    const order = desk.store.orders.get(orderId);
    if (order === undefined || heldElsewhere(desk, order) !== undefined) return;
    try {
      await settlePayment(desk, order, news);
      await settleRefunds(desk, order, news);
    } finally {
      desk.post.collect(orderId);
      desk.announcer.collect();
      desk.live.tell(orderId);
    }
  });
}

async function settlePayment(desk: Desk, order: Order, { by, paymentId: told }: News): Promise<void> {
  const { payments, store } = desk;
  const paymentId = await findPayment(desk, order, told);
  if (paymentId === undefined) return;
  if (paymentId !== order.paymentId) store.orders.setPayment(order.id, paymentId);
  await payments.settle(paymentId, {
    load: async (id) => store.payments.get(id),
    // In one transaction: a change that is stored is told, whenever the process ends; by mail, too.
    save: async (next, previous, changes) =>
      store.atomically(() => {
        if (!store.payments.save(next, previous)) return false;
        for (const change of changes)
          store.timeline.add(order.id, { kind: 'change', at: Date.now(), change, by });
        if (changes.includes('captured')) {
          const { captured: amount } = next;
          wantMail(desk, order, { kind: 'receipt', id: order.id, amount });
          wantAnnouncement(store, { type: 'order.paid', orderId: order.id, amount });
        }
        return true;
      }),
  });
}

/** Until money has come, the payment page knows best which payment counts: each new try may be another one. */
async function findPayment(
  { payments, store }: Desk,
  order: Order,
  told?: string,
): Promise<string | undefined> {
  const { id, paymentId, checkout: known, pages } = order;
  const captured = paymentId === undefined ? 0 : (store.payments.get(paymentId)?.captured.minor ?? 0);
  if (known === undefined || captured > 0) return paymentId ?? told;
  const checkout = await payments.checkout.get(known.id);
  store.orders.setCheckout(id, { ...checkout, provider: payments.provider }, pages);
  return checkout.paymentId ?? told ?? paymentId;
}

/** A refund has a life of its own: it may fail days later. */
async function settleRefunds(desk: Desk, order: Order, { refundId }: News): Promise<void> {
  for (const row of desk.store.refunds.ofOrder(order.id)) {
    const { status, providerId } = row;
    if (status === 'asked' && refundId !== undefined) await findRefund(desk, row); // the news may be of this one
    if (providerId === undefined || (status !== 'pending' && providerId !== refundId)) continue;
    writeDownRefund(desk, row, await desk.payments.refunds.get(providerId));
  }
}

/** Looks for a refund whose answer was lost, and does not ask for it. */
export async function findRefund(desk: Desk, row: RefundRow): Promise<void> {
  const { id: idempotencyKey, askedAt } = row;
  const since = new Date(askedAt.getTime() - skewMs);
  const found = await desk.payments.reconcile({ operation: 'refunds.create', idempotencyKey, since });
  if (found.outcome === 'applied') writeDownRefund(desk, row, found.result);
}

const skewMs = 5 * 60_000; // clocks differ

/** What the provider says of a refund; once the money went back, the customer is to hear of it. */
export function writeDownRefund(desk: Desk, { id, orderId, amount }: RefundRow, refund: Refund): void {
  const { store } = desk;
  const status = rowStatusOf(refund);
  const order = store.orders.get(orderId);
  store.atomically(() => {
    store.refunds.setStatus(id, status, refund.id);
    if (order === undefined || status !== 'succeeded') return;
    wantMail(desk, order, { kind: 'refund', id, amount });
    wantAnnouncement(store, { type: 'order.refunded', orderId, refundId: id, amount });
  });
}

function rowStatusOf({ status }: Refund): RefundRow['status'] {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}
