import * as z from 'zod';
import type { Database } from './database.ts';

/** A change of an order that others are to be told of. */
export interface Announcement {
  /** One per change: whoever is told twice can tell by it. */
  readonly id: string;
  readonly type: 'order.paid' | 'order.refunded';
  readonly at: Date;
  readonly data: z.infer<typeof dataSchema>;
}

/** What others are to be told, each change once. */
export interface Announcements {
  /** Wants a change told, unless it ever was wanted. Belongs into the transaction of the change. */
  want(announcement: Announcement): void;
  /** What was not handed over yet, the oldest first. */
  due(): readonly Announcement[];
  /** It is in other hands now. */
  handedOver(id: string): void;
}

export function announcementsIn(database: Database): Announcements {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO announcements (id, type, at, data) VALUES (?, ?, ?, ?)',
  );
  const due = database.prepare('SELECT * FROM announcements WHERE is_due = 1 ORDER BY number');
  const update = database.prepare('UPDATE announcements SET is_due = 0 WHERE id = ?');
  return {
    want({ id, type, at, data }) {
      insert.run(id, type, at.getTime(), JSON.stringify(data));
    },
    due: () => z.array(announcementSchema).parse(due.all()),
    handedOver(id) {
      update.run(id);
    },
  };
}

const dataSchema = z.object({
  orderId: z.string(),
  refundId: z.string().exactOptional(),
  /** In minor units. */
  amount: z.object({ minor: z.number(), currency: z.string() }),
});

const announcementSchema = z.object({
  id: z.string(),
  type: z.enum(['order.paid', 'order.refunded']),
  at: z.number().transform((ms) => new Date(ms)),
  data: z.string().transform((text) => dataSchema.parse(JSON.parse(text))),
});
