import { money } from '@patchbay/payments';
import { type Desk, heldElsewhere } from '../desk/desk.ts';
import { pictureUrl } from '../desk/picture.ts';
import { newId } from '../ids.ts';
import { type Order, refundable, statusOf } from '../order.ts';
import type { OrderPicture, OrderView } from '../pages/order.tsx';
import { Refusal } from '../refusal.ts';
import type { RequestContext, Shop } from './context.ts';
import { requireVisitor } from './visitor.ts';

/**
 * The order of the address, for whom it belongs to.
 * @throws `SignInNeeded`, or `Refusal` for an order that is somebody else's as for one that is not there.
 */
export function orderOf(shop: Shop, context: RequestContext): Order {
  const id = context.req.param('id') ?? '';
  const { account } = requireVisitor(
    shop,
    context,
    context.req.method === 'GET' ? undefined : `/orders/${id}`,
  );
  const order = shop.desk.store.orders.get(id);
  // An order of before there were accounts is nobody's, and seen where only we look.
  const owner = order?.accountId ?? (shop.isPublic ? undefined : account.id);
  if (order === undefined || owner !== account.id)
    throw new Refusal(404, 'No such order', 'Perhaps the address was cut off.');
  context.set('orderId', order.id);
  return order;
}

/** How the money of an order is. */
export function moneyOf({ store }: Desk, order: Order): Pick<OrderView, 'payment' | 'refunds' | 'status'> {
  const payment = order.paymentId === undefined ? undefined : store.payments.get(order.paymentId);
  const refunds = store.refunds.ofOrder(order.id);
  return { payment, refunds, status: statusOf(order, payment, refunds) };
}

/** All that the page of an order shows. */
export async function viewOf(desk: Desk, order: Order): Promise<OrderView> {
  const { store } = desk;
  const { payment, refunds, status } = moneyOf(desk, order);
  return {
    order,
    payment,
    refunds,
    status,
    picture: await pictureOf(desk, order),
    mails: store.mails.ofOrder(order.id),
    refundable: payment === undefined ? money(0, order.total.currency) : refundable(payment, refunds),
    timeline: store.timeline.ofOrder(order.id).toSorted((left, right) => left.at - right.at),
    newRefundId: newId('refund'),
    heldElsewhere: heldElsewhere(desk, order),
  };
}

async function pictureOf(desk: Desk, { pictureId }: Order): Promise<OrderPicture | undefined> {
  const picture = pictureId === undefined ? undefined : desk.store.pictures.get(pictureId);
  if (picture === undefined) return undefined;
  const url = await pictureUrl(desk, picture);
  return url === undefined ? { kind: 'elsewhere', provider: picture.provider } : { kind: 'here', url };
}
