import { money } from '@patchbay/payments';
import * as z from 'zod';
import type { RefundRow } from '../order.ts';
import type { Database } from './database.ts';

export type NewRefund = Pick<RefundRow, 'id' | 'orderId' | 'amount' | 'askedAt'>;

export interface Refunds {
  /** Adds it unless a refund of this id is there, and returns the one that is there now. */
  add(refund: NewRefund): RefundRow;
  get(id: string): RefundRow | undefined;
  ofOrder(orderId: string): readonly RefundRow[];
  setStatus(id: string, status: RefundRow['status'], providerId?: string): void;
}

export function refundsIn(database: Database): Refunds {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO refunds (id, order_id, minor, currency, status, asked_at) VALUES (?, ?, ?, ?, 'asked', ?)`,
  );
  const byId = database.prepare('SELECT * FROM refunds WHERE id = ?');
  const byOrder = database.prepare('SELECT * FROM refunds WHERE order_id = ? ORDER BY asked_at, rowid');
  const update = database.prepare(
    'UPDATE refunds SET status = ?, provider_id = coalesce(?, provider_id) WHERE id = ?',
  );
  return {
    add({ id, orderId, amount, askedAt }) {
      insert.run(id, orderId, amount.minor, amount.currency, askedAt.getTime());
      return refundSchema.parse(byId.get(id));
    },
    get(id) {
      const row = byId.get(id);
      return row === undefined ? undefined : refundSchema.parse(row);
    },
    ofOrder: (orderId) => z.array(refundSchema).parse(byOrder.all(orderId)),
    setStatus(id, status, providerId) {
      update.run(status, providerId ?? null, id);
    },
  };
}

const refundSchema = z
  .object({
    id: z.string(),
    order_id: z.string(),
    minor: z.number(),
    currency: z.string(),
    status: z.enum(['asked', 'pending', 'succeeded', 'failed']),
    provider_id: z.string().nullable(),
    asked_at: z.number(),
  })
  .transform(
    (row): RefundRow => ({
      id: row.id,
      orderId: row.order_id,
      amount: money(row.minor, row.currency),
      status: row.status,
      askedAt: new Date(row.asked_at),
      ...(row.provider_id !== null && { providerId: row.provider_id }),
    }),
  );
