import { IntegrationError } from '@patchbay/core';
import { formatDecimal, type Money, money, parseMoney } from '@patchbay/payments';
import { Hono } from 'hono';
import { z } from 'zod';
import { paymentPage } from '../desk/buy.ts';
import { type Desk, heldElsewhere } from '../desk/desk.ts';
import { sendAgain } from '../desk/mail.ts';
import { refundOrder } from '../desk/refund.ts';
import { settleOrder } from '../desk/settle.ts';
import { isId, newId } from '../ids.ts';
import { type Order, refundable, statusOf } from '../order.ts';
import { OrderPage, type OrderView } from '../pages/order.tsx';
import { OrdersPage } from '../pages/orders.tsx';
import { Refusal } from '../refusal.ts';
import { frameOf, type Remembered, type RequestContext, type Shop } from './context.ts';
import { formOf } from './form-of.ts';

/** Following, paying and refunding an order. */
export function orderRoutes(shop: Shop): Hono<Remembered> {
  const { desk } = shop;
  const routes = new Hono<Remembered>();
  routes.get('/orders', (context) => {
    const orders = desk.store.orders.list().map((order) => viewOf(desk, order));
    return context.html(<OrdersPage {...frameOf(shop)} orders={orders} />);
  });
  routes.get('/orders/:id', (context) =>
    context.html(<OrderPage {...frameOf(shop)} {...viewOf(desk, orderOf(desk, context))} />),
  );
  routes.get('/orders/:id/return', async (context) => {
    const { id } = orderOf(desk, context);
    try {
      await settleOrder(desk, id, { by: 'return page' });
    } catch (error) {
      // The order page tells what is known; the webhook brings the rest.
      if (!IntegrationError.is(error)) throw error;
    }
    return context.redirect(`/orders/${id}`, 303);
  });
  routes.post('/orders/:id/pay', async (context) => {
    const { id } = orderOf(desk, context);
    return context.redirect((await paymentPage(desk, id)) ?? `/orders/${id}`, 303);
  });
  routes.post('/orders/:id/refunds', async (context) => {
    const order = orderOf(desk, context);
    await refund(desk, order, await formOf(context));
    return context.redirect(`/orders/${order.id}`, 303);
  });
  routes.post('/orders/:id/mails', async (context) => {
    const { id } = orderOf(desk, context);
    const { mail: key, tries } = againSchema.parse(await formOf(context));
    sendAgain(desk, id, { key, tries });
    return context.redirect(`/orders/${id}`, 303);
  });
  return routes;
}

function orderOf(desk: Desk, context: RequestContext): Order {
  const order = desk.store.orders.get(context.req.param('id') ?? '');
  if (order === undefined) throw new Refusal(404, 'No such order', 'Perhaps the address was cut off.');
  context.set('orderId', order.id);
  return order;
}

function viewOf(desk: Desk, order: Order): OrderView {
  const { store } = desk;
  const payment = order.paymentId === undefined ? undefined : store.payments.get(order.paymentId);
  const refunds = store.refunds.ofOrder(order.id);
  return {
    order,
    payment,
    refunds,
    mails: store.mails.ofOrder(order.id),
    status: statusOf(order, payment, refunds),
    refundable: payment === undefined ? money(0, order.total.currency) : refundable(payment, refunds),
    timeline: store.timeline.ofOrder(order.id).toSorted((left, right) => left.at - right.at),
    newRefundId: newId('refund'),
    heldElsewhere: heldElsewhere(desk, order),
  };
}

async function refund(desk: Desk, order: Order, form: unknown): Promise<void> {
  const { refund: refundId, amount: text } = refundSchema.parse(form);
  const amount = amountOf(text, order.total.currency);
  if (refundId === '' || amount === undefined) {
    const example = `Please give an amount such as ${formatDecimal(order.total)} of a paid order.`;
    throw new Refusal(400, 'That cannot be refunded', example);
  }
  await refundOrder(desk, { refundId, orderId: order.id, amount });
}

function amountOf(text: string, currency: string): Money | undefined {
  try {
    return parseMoney(text.trim().replace(',', '.'), currency);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const refundSchema = z
  .object({ refund: z.string().refine((text) => isId('refund', text)), amount: z.string() })
  .catch({ refund: '', amount: '' });

const againSchema = z
  .object({ mail: z.string(), tries: z.coerce.number().int() })
  .catch({ mail: '', tries: 0 });
