import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type StateOf, state } from '@patchbay/state';
import type { Pool } from 'pg';
import { capabilities } from './capabilities.ts';
import { loadClient } from './client/client.ts';
import { withConnection } from './client/connection.ts';
import { driver } from './driver/driver.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type PostgresStateOptions } from './options.ts';

/** State in a Postgres database. */
export interface PostgresState extends StateOf<typeof capabilities>, Native<Pool> {}

/**
 * State in a table of Postgres: durable, and shared by all machines that reach the database. `pg` is loaded on the
 * first call, which makes the table where it is missing.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @see https://www.postgresql.org/docs/current/
 * @example
 * const state = postgresState({ url: 'env:DATABASE_URL' });
 * const { isNew } = await state.putIfAbsent({ key: 'webhook:evt_1', value: 'mine', ttlMs: 86_400_000 });
 */
export const postgresState: AdapterFactory<PostgresStateOptions, PostgresState> = defineAdapter({
  spec: 1,
  contract: state,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: (pool: Pool, { signal }) =>
    withConnection(pool, signal, (connection) => connection.query('SELECT 1')),
  close: (pool: Pool) => (pool.ending ? undefined : pool.end()),
});
