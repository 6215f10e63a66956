import type { Call, Driver, Kit, Sending } from '@patchbay/core';
import { type SqliteDatabase, SqliteFile } from '@patchbay/core/sqlite';
import type { StateApi } from '@patchbay/state';
import type { capabilities } from './capabilities.ts';
import { prepareSchema } from './engine/schema.ts';
import { SqliteRecords, statements, sweep } from './engine/sqlite-records.ts';
import { type SqliteStateOptions, settingsOf } from './options.ts';

type SqliteDriver = Driver<StateApi, typeof capabilities>;

/** One statement, or one change of the file, per operation. */
export function driver(
  database: SqliteDatabase,
  options: SqliteStateOptions,
  { clock, transport }: Kit,
): SqliteDriver {
  const { durability, busyTimeoutMs } = settingsOf(options);
  const how = { clock, durability, busyTimeoutMs, statements, sweep, prepare: prepareSchema };
  const records = new SqliteRecords(new SqliteFile(database, how));
  const begin = ({ headers }: Call): Sending => transport.begin(headers);
  return {
    get: async (input, { signal }) => records.get(input, signal),
    put: async (input, call) => records.put(input, begin(call)),
    delete: async (input, call) => records.delete(input, begin(call)),
    putIfAbsent: async (input, call) => records.putIfAbsent(input, begin(call)),
    cas: async (input, call) => records.cas(input, begin(call)),
    increment: async (input, call) => records.increment(input, begin(call)),
    list: async (input, { cursor, limit, signal }) => records.list(input, { after: cursor, limit, signal }),
  };
}
