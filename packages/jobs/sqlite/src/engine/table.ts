import { DriverFailure } from '@patchbay/core';
import { rollBack, type SqliteDatabase } from '@patchbay/core/sqlite';

/** Of the table below, with which it grows. The file may be another's, whose `user_version` is not ours to write. */
const version = 1;

/** The table in which the jobs of a file are. */
export const table = 'patchbay_jobs';

/** Jobs that still stand in the line of their ordering key; its partial index answers only to these very words. */
export const inLine = "status IN ('waiting', 'behind', 'running')";

// SQLite keeps the text of a table with its comments, so the version is a part of it. The payload is the last column:
// what is before it is read without it.
const create = `
  CREATE TABLE ${table} ( -- version ${version}
    seq INTEGER PRIMARY KEY, -- the order in which they were written down
    queue TEXT NOT NULL,
    id TEXT NOT NULL,
    ordering_key TEXT,
    status TEXT NOT NULL, -- waiting, running, done, dead; behind: waits for those before it in its ordering key
    at INTEGER NOT NULL, -- waits until, held until, remembered until, died
    attempts INTEGER NOT NULL,
    token TEXT,
    error TEXT,
    payload TEXT NOT NULL,
    UNIQUE (queue, id)
  ) STRICT;
  CREATE INDEX ${table}_by_time ON ${table} (queue, status, at);
  CREATE INDEX ${table}_in_line ON ${table} (queue, ordering_key) WHERE ordering_key IS NOT NULL AND ${inLine};
  CREATE INDEX ${table}_done ON ${table} (at) WHERE status = 'done';
`;

/**
 * Makes the table where it is missing; of one that is there it looks at the version.
 * @throws `DriverFailure` `config_invalid` for a table of another version, or of somebody else.
 */
export function prepareTable(database: Pick<SqliteDatabase, 'exec' | 'prepare'>): void {
  if (!hasTable(database)) database.exec(create);
}

/**
 * Makes the table of a file, in a transaction of its own.
 * @throws the error of SQLite where somebody else is writing; then it can be done later.
 */
export function prepareFile(database: SqliteDatabase): void {
  if (hasTable(database)) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    prepareTable(database); // another process may have been first
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function hasTable(database: Pick<SqliteDatabase, 'prepare'>): boolean {
  const row = database.prepare(`SELECT sql FROM sqlite_schema WHERE name = '${table}'`).get();
  if (row === undefined) return false;
  const [text] = Object.values(row); // a caller's connection may give rows as lists
  const found = /^CREATE TABLE \S+ \( -- version (\d+)\n/.exec(String(text))?.[1];
  if (found === String(version)) return true;
  const what = found === undefined ? 'is not of this package' : `has version ${found}, not ${version}`;
  throw new DriverFailure({
    code: 'config_invalid',
    message: `The file cannot be used for jobs: its table ${table} ${what}.`,
  });
}
