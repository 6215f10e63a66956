import { DriverFailure, isDriverFailure, type Kit } from '@patchbay/core';
import type { Row, Session } from '../client/database.ts';
import type { Bound } from '../client/transact.ts';
import { isFromServer, isRefusal, toFailure, unreached } from '../errors.ts';

/** A transaction of yours: a client of `pg` after its `BEGIN`, or anything that can be asked like one. */
export interface PgTransaction {
  query(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

/**
 * Does work in the caller's transaction, which is not ended here.
 * @throws `DriverFailure` `invalid_request` for what is no transaction.
 */
export async function inTransaction<T>(
  transaction: unknown,
  { transport }: Kit,
  { headers }: Bound,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (!isTransaction(transaction)) throw noTransaction();
  const sending = transport.begin(headers);
  const executeSql: Session['executeSql'] = async (text, values) => transaction.query(text, values);
  try {
    const result = await work({ executeSql });
    sending.answered();
    return result;
  } catch (error) {
    if (isRefusal(error)) sending.undone();
    else if (isFromServer(error)) sending.answered();
    else sending.failed(error);
    throw unrepeatable(unreached(error));
  }
}

/** After an error a transaction can only be rolled back: another try in it would tell no more of what went wrong. */
function unrepeatable(error: unknown): unknown {
  const failure = isDriverFailure(error) ? error.failure : toFailure(error);
  return failure === undefined ? error : new DriverFailure({ ...failure, retryable: false });
}

function isTransaction(value: unknown): value is PgTransaction {
  return typeof value === 'object' && value !== null && 'query' in value && typeof value.query === 'function';
}

function noTransaction(): DriverFailure {
  return new DriverFailure({
    code: 'invalid_request',
    message: 'The transaction has no `query(text, values)`: it is to be a client of pg that has begun one.',
  });
}
