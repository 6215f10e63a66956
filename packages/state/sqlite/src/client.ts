import { openSqlite, type SqliteDatabase } from '@patchbay/core/sqlite';
import { prepareSchema } from './engine/schema.ts';
import { type SqliteStateOptions, settingsOf } from './options.ts';

/**
 * Opens the file.
 * @throws `DriverFailure` `config_invalid` on a Node without `node:sqlite`, and for a file that is not ours.
 */
export function loadClient(options: SqliteStateOptions): Promise<SqliteDatabase> {
  const { file, durability } = settingsOf(options);
  return openSqlite({ file, durability, needs: 'State in SQLite needs', prepare: prepareSchema });
}
