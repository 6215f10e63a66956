import * as z from 'zod';
import type { TimelineEntry } from '../timeline.ts';
import type { Database } from './database.ts';

export interface Timeline {
  add(orderId: string, entry: TimelineEntry): void;
  /** As they were written: a call is written when it has ended. */
  ofOrder(orderId: string): readonly TimelineEntry[];
}

export function timelineIn(database: Database): Timeline {
  const insert = database.prepare('INSERT INTO timeline (order_id, entry) VALUES (?, ?)');
  const byOrder = database.prepare('SELECT entry FROM timeline WHERE order_id = ? ORDER BY number');
  return {
    add(orderId, entry) {
      insert.run(orderId, JSON.stringify(entry));
    },
    ofOrder: (orderId) =>
      rowsSchema.parse(byOrder.all(orderId)).map(({ entry }) => entrySchema.parse(JSON.parse(entry))),
  };
}

const rowsSchema = z.array(z.object({ entry: z.string() }));

/** An entry that was written as JSON. */
export const entrySchema = z.custom<TimelineEntry>(
  (value) =>
    z.object({ kind: z.enum(['call', 'event', 'change', 'mail', 'step']), at: z.number() }).safeParse(value)
      .success,
  'The stored entry has another form.',
);
