import { money } from '@patchbay/payments';
import * as z from 'zod';
import type { Order, OrderCheckout } from '../order.ts';
import type { Database } from './database.ts';

export type NewOrder = Pick<
  Order,
  'id' | 'postcardId' | 'copies' | 'total' | 'placedAt' | 'email' | 'accountId' | 'pictureId'
>;

export interface Orders {
  /** Adds it unless an order of this id is there, and returns the one that is there now. */
  add(order: NewOrder): Order;
  get(id: string): Order | undefined;
  ofPayment(paymentId: string): Order | undefined;
  /** Newest first; with orders of before there were accounts, where they are asked for. */
  ofAccount(accountId: string, withOwnerless: boolean): readonly Order[];
  setCheckout(id: string, checkout: OrderCheckout, page: number): void;
  setPayment(id: string, paymentId: string): void;
}

export function ordersIn(database: Database): Orders {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO orders (id, postcard, copies, minor, currency, placed_at, email, account_id, picture_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const byId = database.prepare('SELECT * FROM orders WHERE id = ?');
  const byPayment = database.prepare('SELECT * FROM orders WHERE payment_id = ?');
  const newest = database.prepare(
    'SELECT * FROM orders WHERE account_id = ? OR (? AND account_id IS NULL) ORDER BY number DESC LIMIT 200',
  );
  const checkout = database.prepare(
    'UPDATE orders SET checkout_id = ?, checkout_provider = ?, checkout_status = ?, checkout_url = ?, pages = ? WHERE id = ? AND pages <= ?',
  );
  const payment = database.prepare('UPDATE orders SET payment_id = ? WHERE id = ?');
  const get = (id: string): Order | undefined => toOrder(byId.get(id));
  return {
    add({ id, postcardId, copies, total, placedAt, ...rest }) {
      const { email = null, accountId = null, pictureId = null } = rest;
      const { minor, currency } = total;
      insert.run(id, postcardId, copies, minor, currency, placedAt.getTime(), email, accountId, pictureId);
      return orderSchema.parse(byId.get(id));
    },
    get,
    ofPayment: (id) => toOrder(byPayment.get(id)),
    ofAccount: (accountId, withOwnerless) =>
      z.array(orderSchema).parse(newest.all(accountId, withOwnerless ? 1 : 0)),
    setCheckout(id, { id: checkoutId, provider, status, url = null }, page) {
      checkout.run(checkoutId, provider, status, url, page, id, page);
    },
    setPayment(id, paymentId) {
      payment.run(paymentId, id);
    },
  };
}

function toOrder(row: unknown): Order | undefined {
  return row === undefined ? undefined : orderSchema.parse(row);
}

const orderSchema = z
  .object({
    number: z.number(),
    id: z.string(),
    postcard: z.string(),
    copies: z.number(),
    minor: z.number(),
    currency: z.string(),
    placed_at: z.number(),
    pages: z.number(),
    checkout_id: z.string().nullable(),
    checkout_provider: z.string().nullable(),
    checkout_status: z.enum(['open', 'complete', 'expired', 'unknown']).nullable(),
    checkout_url: z.string().nullable(),
    payment_id: z.string().nullable(),
    email: z.string().nullable(),
    account_id: z.string().nullable(),
    picture_id: z.string().nullable(),
  })
  .transform(
    (row): Order => ({
      number: row.number,
      id: row.id,
      postcardId: row.postcard,
      copies: row.copies,
      total: money(row.minor, row.currency),
      placedAt: new Date(row.placed_at),
      pages: row.pages,
      ...(row.checkout_id !== null && { checkout: toCheckout(row) }),
      ...(row.payment_id !== null && { paymentId: row.payment_id }),
      ...(row.email !== null && { email: row.email }),
      ...(row.account_id !== null && { accountId: row.account_id }),
      ...(row.picture_id !== null && { pictureId: row.picture_id }),
    }),
  );

interface CheckoutColumns {
  readonly checkout_id: string | null;
  readonly checkout_provider: string | null;
  readonly checkout_status: OrderCheckout['status'] | null;
  readonly checkout_url: string | null;
}

function toCheckout({
  checkout_id: id,
  checkout_provider: provider,
  checkout_status: status,
  checkout_url: url,
}: CheckoutColumns): OrderCheckout {
  return {
    id: id ?? '',
    provider: provider ?? '',
    status: status ?? 'unknown',
    ...(url !== null && { url }),
  };
}
