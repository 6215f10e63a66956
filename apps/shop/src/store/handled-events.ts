import type { Database } from './database.ts';

/** Webhook events that were handled: a second delivery of one changes nothing. */
export interface HandledEvents {
  has(dedupeKey: string): boolean;
  add(dedupeKey: string): void;
}

export function handledEventsIn(database: Database): HandledEvents {
  const byKey = database.prepare('SELECT 1 FROM events WHERE dedupe_key = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO events (dedupe_key, handled_at) VALUES (?, ?)');
  return {
    has: (key) => byKey.get(key) !== undefined,
    add(key) {
      insert.run(key, Date.now());
    },
  };
}
