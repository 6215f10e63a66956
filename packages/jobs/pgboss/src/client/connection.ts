import type { Pool, PoolClient } from 'pg';
import { unreached } from '../errors.ts';

/**
 * Lends a connection of the pool. It is closed where nobody knows what it is at: when the signal aborts, or when the
 * work failed, which ends its transaction too.
 * @throws `DriverFailure` `network` where the server cannot be reached.
 */
export async function withConnection<T>(
  pool: Pool,
  signal: AbortSignal | undefined,
  work: (connection: PoolClient) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect().catch((error: unknown) => {
    throw unreached(error);
  });
  const lent = lend(connection);
  if (signal?.aborted) {
    lent.giveBack(); // it was not used
    throw signal.reason;
  }
  signal?.addEventListener('abort', lent.close);
  try {
    const result = await work(connection);
    lent.giveBack();
    return result;
  } catch (error) {
    lent.close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', lent.close);
  }
}

/** A connection goes back once. While it is lent the pool does not listen for its errors. */
function lend(connection: PoolClient): { readonly giveBack: () => void; readonly close: () => void } {
  const ignore = (): void => {};
  let isLent = true;
  const end = (isBroken: boolean): void => {
    if (!isLent) return;
    isLent = false;
    connection.release(isBroken);
    connection.off('error', ignore);
  };
  connection.on('error', ignore);
  return { giveBack: () => end(false), close: () => end(true) };
}
