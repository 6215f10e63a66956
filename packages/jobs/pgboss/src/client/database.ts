import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';
import type { Db, PgBoss } from 'pg-boss';
import { unreached } from '../errors.ts';
import { withConnection } from './connection.ts';

/** A row, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** What statements are sent through: ours, and the engine's. */
export interface Session extends Db {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

/** Where the engine sends what is no part of a transaction: a connection of the pool for each statement. */
export class PoolDatabase implements Session {
  readonly pool: Pool;
  readonly #signals = new AsyncLocalStorage<AbortSignal>();

  constructor(pool: Pool) {
    this.pool = pool;
  }

  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }> {
    return withConnection(this.pool, this.#signals.getStore(), (connection) =>
      connection.query<Row>(text, values).catch((error: unknown) => {
        throw unreached(error);
      }),
    );
  }

  /** Work of the engine for one attempt: its connections are closed when the signal aborts. */
  during<T>(signal: AbortSignal, work: (database: PoolDatabase) => Promise<T>): Promise<T> {
    return this.#signals.run(signal, () => work(this));
  }

  /** Lets the engine stop, and then go of every connection. */
  async end(stop: () => Promise<void>): Promise<void> {
    await stop();
    if (!this.pool.ending) await this.pool.end();
  }
}

/** The database that this package gave the engine. */
export function databaseOf(boss: PgBoss): PoolDatabase {
  const database = boss.getDb();
  if (database instanceof PoolDatabase) return database;
  throw new TypeError('This engine was not made by this package.');
}
