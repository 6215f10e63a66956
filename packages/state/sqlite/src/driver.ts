import type { Call, Driver, Kit, Sending } from '@patchbay/core';
import type { StateApi } from '@patchbay/state';
import type { capabilities } from './capabilities.ts';
import type { SqliteDatabase } from './engine/database.ts';
import { SqliteRecords } from './engine/sqlite-records.ts';
import type { SqliteStateOptions } from './options.ts';

type SqliteDriver = Driver<StateApi, typeof capabilities>;

/** One statement or one short transaction per operation. */
export function driver(
  database: SqliteDatabase,
  _options: SqliteStateOptions,
  { clock, transport }: Kit,
): SqliteDriver {
  const records = new SqliteRecords(database, clock);
  const begin = ({ headers }: Call): Sending => transport.begin(headers);
  return {
    get: async (input) => records.get(input),
    put: async (input, call) => records.put(input, begin(call)),
    delete: async (input, call) => records.delete(input, begin(call)),
    putIfAbsent: async (input, call) => records.putIfAbsent(input, begin(call)),
    cas: async (input, call) => records.cas(input, begin(call)),
    increment: async (input, call) => records.increment(input, begin(call)),
    list: async (input, { cursor, limit }) => records.list(input, cursor, limit),
  };
}
