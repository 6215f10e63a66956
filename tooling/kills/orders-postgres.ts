import { Pool, type PoolClient } from 'pg';
import { type Orders, ordersSchema } from './orders.ts';

const schema = 'CREATE TABLE IF NOT EXISTS orders (id text PRIMARY KEY, status text NOT NULL)';

/** Orders in a database, which has the jobs, too. */
export function postgresOrders(url: string): Orders {
  const pool = new Pool({ connectionString: url, max: 5 });
  pool.on('error', () => {}); // a connection that breaks is replaced
  const made = pool.query(schema);
  made.catch(() => undefined); // whoever waits for it is told
  return {
    async place(id) {
      await made;
      await pool.query(`INSERT INTO orders VALUES ($1, 'placed') ON CONFLICT DO NOTHING`, [id]);
    },
    async atomically(work) {
      await made;
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await work({ handle: client, pay: (id) => pay(client, id) });
        await client.query('COMMIT');
        client.release();
      } catch (error) {
        client.release(true); // the server rolls back
        throw error;
      }
    },
    async all() {
      await made;
      return ordersSchema.parse((await pool.query('SELECT id, status FROM orders')).rows);
    },
    close: () => pool.end(),
  };
}

async function pay(client: PoolClient, id: string): Promise<boolean> {
  const update = `UPDATE orders SET status = 'paid' WHERE id = $1 AND status = 'placed'`;
  return ((await client.query(update, [id])).rowCount ?? 0) > 0;
}
