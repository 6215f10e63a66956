import { DatabaseSync } from 'node:sqlite';
import { type Orders, ordersSchema } from './orders.ts';

const schema = `
  PRAGMA busy_timeout = 10000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, status TEXT NOT NULL) STRICT;
`;

/** Orders in a file, which has the jobs, too. */
export function sqliteOrders(file: string): Orders {
  const database = new DatabaseSync(file);
  database.exec(schema);
  const inTurn = turns();
  const pay = (id: string): boolean => {
    const update = database.prepare(`UPDATE orders SET status = 'paid' WHERE id = ? AND status = 'placed'`);
    return Number(update.run(id).changes) > 0;
  };
  return {
    place: (id) =>
      inTurn(async () => {
        database.prepare(`INSERT OR IGNORE INTO orders VALUES (?, 'placed')`).run(id);
      }),
    atomically: (work) =>
      inTurn(async () => {
        database.exec('BEGIN IMMEDIATE');
        try {
          await work({ handle: database, pay: async (id) => pay(id) });
          database.exec('COMMIT');
        } catch (error) {
          database.exec('ROLLBACK');
          throw error;
        }
      }),
    all: async () => ordersSchema.parse(database.prepare('SELECT id, status FROM orders').all()),
    close: async () => database.close(),
  };
}

/** A connection has one transaction at a time. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
