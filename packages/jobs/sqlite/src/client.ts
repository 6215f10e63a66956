import { openSqlite, type SqliteDatabase } from '@patchbay/core/sqlite';
import { prepareFile } from './engine/table.ts';
import { type SqliteJobsOptions, settingsOf } from './options.ts';

/**
 * Opens the file.
 * @throws `DriverFailure` `config_invalid` on a Node without `node:sqlite`, and for a table that is not ours.
 */
export function loadClient(options: SqliteJobsOptions): Promise<SqliteDatabase> {
  const { file, durability } = settingsOf(options);
  return openSqlite({ file, durability, needs: 'Jobs in SQLite need', prepare: prepareFile });
}
