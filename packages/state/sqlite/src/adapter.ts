import { type AdapterInfo, type Attempt, defineAdapter, type Native, type Setup } from '@patchbay/core';
import { checkSqlite, type SqliteDatabase } from '@patchbay/core/sqlite';
import { type StateOf, state } from '@patchbay/state';
import { capabilities } from './capabilities.ts';
import { loadClient } from './client.ts';
import { driver } from './driver.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type SqliteStateOptions } from './options.ts';

/** State in a SQLite file of this machine. */
export interface SqliteState extends StateOf<typeof capabilities>, Native<SqliteDatabase> {}

const factory = defineAdapter({
  spec: 1,
  contract: state,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: (database: SqliteDatabase, { signal }: Attempt) => checkSqlite(database, signal),
  close: (database: SqliteDatabase) => database.close(),
});

/**
 * State in a SQLite file: durable, and shared by the processes of one machine. Needs Node 22.13 or later.
 * @throws `IntegrationError` `config_invalid` when the options are not valid; on an older Node at the first call.
 * @example
 * const state = sqliteState({ file: '/var/lib/shop/state.sqlite' });
 * const { isNew } = await state.putIfAbsent({ key: 'webhook:evt_1', value: 'mine', ttlMs: 86_400_000 });
 */
export function sqliteState(options: SqliteStateOptions = {}, setup?: Setup): SqliteState {
  return factory(options, setup);
}

/** What is known of the adapter without making an instance. */
sqliteState.adapter = factory.adapter satisfies AdapterInfo;
