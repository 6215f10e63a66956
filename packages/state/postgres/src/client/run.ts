import type { Attempt, Kit, Sending } from '@patchbay/core';
import type { Pool, PoolClient } from 'pg';
import type { Row } from '../driver/rows.ts';
import type { Statement } from '../driver/statements.ts';
import { isFromServer, isRefusal } from '../errors.ts';
import { withConnection } from './connection.ts';
import { prepareTable } from './table.ts';

/**
 * Sends one statement for one attempt, and reads its rows. A `precondition_failed` of the reader says that the
 * statement left everything as it was.
 */
export type Run = <T>(
  statement: Statement,
  attempt: Pick<Attempt, 'headers' | 'signal'>,
  read: (rows: readonly Row[]) => T,
) => Promise<T>;

/** Runs statements over a pool. The table is made by the first attempts, before their statement leaves. */
export function runner(pool: Pool, table: string, { transport }: Kit): Run {
  let isPrepared = false;
  return (statement, { headers, signal }, read) =>
    withConnection(pool, signal, async (connection) => {
      if (!isPrepared) await prepareTable(connection, table);
      isPrepared = true;
      return send(connection, statement, transport.begin(headers), read);
    });
}

async function send<T>(
  connection: PoolClient,
  { text, values }: Statement,
  sending: Sending,
  read: (rows: readonly Row[]) => T,
): Promise<T> {
  try {
    const { rows } = await connection.query<Row>({ text, values: [...values] });
    sending.answered();
    return read(rows);
  } catch (error) {
    if (isRefusal(error)) sending.undone();
    else if (isFromServer(error)) sending.answered();
    else sending.failed(error);
    throw error;
  }
}
