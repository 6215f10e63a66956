import { DriverFailure, type Kit, reveal, secret } from '@patchbay/core';
import type { Client, ClientConfig, Pool } from 'pg';
import { type PostgresStateOptions, settingsOf } from '../options.ts';

/** Below the time that an attempt has by default: the server gives up first, and says that nothing was changed. */
const statementTimeoutMs = 8000;
const connectTimeoutMs = 5000;

/** Loads `pg` and makes a pool that opens its connections when they are needed. */
export async function loadClient(options: PostgresStateOptions, _kit: Kit): Promise<Pool> {
  const { Client, Pool } = await import('pg');
  const { url, poolSize } = settingsOf(options);
  assertUsable(reveal(url), (config) => new Client(config));
  const { password } = new URL(reveal(url));
  if (password !== '') secret(decodeURIComponent(password)); // the URL is one as a whole; the server may quote a part
  const pool = new Pool({
    connectionString: reveal(url),
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'patchbay-state',
  });
  // A connection that breaks while nobody uses it is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

/** `pg` reads the URL, and the certificates that it names, once for each connection; here it tells early. */
function assertUsable(connectionString: string, make: (config: ClientConfig) => Client): void {
  try {
    make({ connectionString });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is malformed';
    throw new DriverFailure({
      code: 'config_invalid',
      message: `The URL of the database cannot be used: ${why}.`,
    });
  }
}
