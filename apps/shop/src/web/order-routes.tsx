import { IntegrationError } from '@patchbay/core';
import { formatDecimal, type Money, parseMoney } from '@patchbay/payments';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import * as z from 'zod';
import { paymentPage } from '../desk/buy.ts';
import type { Desk } from '../desk/desk.ts';
import { sendAgain } from '../desk/mail.ts';
import { refundOrder } from '../desk/refund.ts';
import { settleOrder } from '../desk/settle.ts';
import { isId } from '../ids.ts';
import type { Order } from '../order.ts';
import { OrderPage } from '../pages/order.tsx';
import { OrdersPage } from '../pages/orders.tsx';
import { Refusal } from '../refusal.ts';
import { frameOf, type Remembered, type RequestContext, type Shop } from './context.ts';
import { formOf } from './form-of.ts';
import { moneyOf, orderOf, viewOf } from './order-view.ts';
import { requireVisitor } from './visitor.ts';

/** Following, paying and refunding an order. */
export function orderRoutes(shop: Shop): Hono<Remembered> {
  const { desk } = shop;
  const routes = new Hono<Remembered>();
  routes.get('/orders', (context) => {
    const { account } = requireVisitor(shop, context);
    const orders = desk.store.orders.ofAccount(account.id, !shop.isPublic);
    const views = orders.map((order) => ({ order, ...moneyOf(desk, order) }));
    return context.html(<OrdersPage {...frameOf(shop, context)} orders={views} />);
  });
  routes.get('/orders/:id', async (context) => {
    const view = await viewOf(desk, orderOf(shop, context));
    return context.html(<OrderPage {...frameOf(shop, context)} {...view} />);
  });
  routes.get('/orders/:id/events', (context) => {
    const { id } = orderOf(shop, context);
    return tellNews(desk, context, id);
  });
  routes.get('/orders/:id/return', async (context) => {
    const { id } = orderOf(shop, context);
    await settleIfPossible(desk, id);
    return context.redirect(`/orders/${id}`, 303);
  });
  routes.post('/orders/:id/pay', async (context) => {
    const { id } = orderOf(shop, context);
    return context.redirect((await paymentPage(desk, id)) ?? `/orders/${id}`, 303);
  });
  routes.post('/orders/:id/refunds', async (context) => {
    const order = orderOf(shop, context);
    await refund(desk, order, await formOf(context));
    return context.redirect(`/orders/${order.id}`, 303);
  });
  routes.post('/orders/:id/mails', async (context) => {
    const { id } = orderOf(shop, context);
    const { mail: key, tries } = againSchema.parse(await formOf(context));
    sendAgain(desk, id, { key, tries });
    return context.redirect(`/orders/${id}`, 303);
  });
  return routes;
}

/** Keeps the connection, and sends word over it of each change of the order. */
function tellNews(desk: Desk, context: RequestContext, orderId: string): Response {
  return streamSSE(context, async (stream) => {
    const news = (): void => void stream.writeSSE({ event: 'news', data: '' });
    await new Promise<void>((resolve) => {
      const stop = desk.live.watch(orderId, news, resolve);
      stream.onAbort(() => {
        stop();
        resolve();
      });
    });
  });
}

/** The order page tells what is known; the webhook brings the rest. */
async function settleIfPossible(desk: Desk, orderId: string): Promise<void> {
  try {
    await settleOrder(desk, orderId, { by: 'return page' });
  } catch (error) {
    if (!IntegrationError.is(error)) throw error;
  }
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
