import type { Attempt, Kit, Transport } from '@patchbay/core';
import type { PoolClient } from 'pg';
import type { PgBoss } from 'pg-boss';
import { isFromServer, isRefusal, unreached } from '../errors.ts';
import { withConnection } from './connection.ts';
import { databaseOf, type PoolDatabase, type Row, type Session } from './database.ts';
import { Shared } from './shared.ts';
import { startEngine } from './start.ts';

/** Below the time that an attempt has by default: the server gives up first, and says that nothing was changed. */
const statementTimeoutMs = 8000;
const begin = `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = ${statementTimeoutMs}`;

/** One attempt: what binds a request to it, and what ends it. */
export type Bound = Pick<Attempt, 'headers' | 'signal'>;

/** Transactions over the connections of an engine, which the first attempts start. */
export class Transactions {
  readonly #boss: PgBoss;
  readonly #database: PoolDatabase;
  readonly #transport: Transport;
  readonly #starting: Shared<void>;
  #isStarted = false;

  constructor(boss: PgBoss, schema: string, { transport }: Kit) {
    this.#boss = boss;
    this.#database = databaseOf(boss);
    this.#transport = transport;
    this.#starting = new Shared((signal) => this.#database.during(signal, () => startEngine(boss, schema)));
  }

  /** Work in one transaction: what fails before its commit has changed nothing. */
  async run<T>({ headers, signal }: Bound, work: (session: Session) => Promise<T>): Promise<T> {
    await this.#start(signal);
    return withConnection(this.#database.pool, signal, async (connection) => {
      const session = sessionOver(connection);
      await session.executeSql(begin);
      const result = await work(session);
      await this.#commit(connection, headers);
      return result;
    });
  }

  /** One statement that only reads. */
  async look({ signal }: Bound, text: string, values: unknown[]): Promise<readonly Row[]> {
    await this.#start(signal);
    const { rows } = await this.#database.during(signal, (database) => database.executeSql(text, values));
    return rows;
  }

  /** Work of the engine’s own, outside of a transaction of ours. */
  async aside<T>(signal: AbortSignal, work: (boss: PgBoss) => Promise<T>): Promise<T> {
    await this.#start(signal);
    return this.#database.during(signal, () => work(this.#boss));
  }

  async #commit(connection: PoolClient, headers: Bound['headers']): Promise<void> {
    const sending = this.#transport.begin(headers);
    try {
      await connection.query('COMMIT');
      sending.answered();
    } catch (error) {
      if (isRefusal(error)) sending.undone();
      else if (isFromServer(error)) sending.answered();
      else sending.failed(error);
      throw unreached(error);
    }
  }

  /** Where it fails, a later attempt may find the server back. */
  async #start(signal: AbortSignal): Promise<void> {
    if (this.#isStarted) return;
    await this.#starting.join(signal);
    this.#isStarted = true;
  }
}

function sessionOver(connection: PoolClient): Session {
  return {
    executeSql: (text, values) =>
      connection.query<Row>(text, values).catch((error: unknown) => {
        throw unreached(error);
      }),
  };
}
