import { DriverFailure } from '@patchbay/core';
import { rollBack, type SqliteDatabase } from '@patchbay/core/sqlite';

/** Of the tables below. It grows with them, and is kept in the file (`user_version`). */
const schemaVersion = 1;

// Values are octets: SQLite's own functions on text end at a null character.
const tables = `
  CREATE TABLE records (
    key TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL,
    expires_at INTEGER
  ) STRICT;
  CREATE INDEX records_by_end ON records (expires_at) WHERE expires_at IS NOT NULL;
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Makes the tables of a new file; of an old one it looks at the version.
 * @throws `DriverFailure` `config_invalid` for a file of a later version, or of another application.
 */
export function prepareSchema(database: SqliteDatabase): void {
  if (versionOf(database) === schemaVersion) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    makeTables(database);
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function makeTables(database: SqliteDatabase): void {
  const version = versionOf(database); // another process may have been first
  if (version === schemaVersion) return;
  if (version !== 0)
    throw foreign(`It has version ${version} of the tables; this one knows ${schemaVersion}.`);
  if (Number(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']) > 0)
    throw foreign('It is a database of another application.');
  database.exec(tables);
}

function versionOf(database: SqliteDatabase): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

function foreign(why: string): DriverFailure {
  return new DriverFailure({ code: 'config_invalid', message: `The file cannot be used for state. ${why}` });
}
