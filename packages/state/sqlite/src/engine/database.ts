/** What SQLite keeps in a column of ours. */
export type Column = string | number | null | Uint8Array;

/** A row, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** A prepared statement of `node:sqlite`. */
export interface Statement {
  get(...given: readonly Column[]): Row | undefined;
  all(...given: readonly Column[]): Row[];
  run(...given: readonly Column[]): unknown;
}

/** A database of `node:sqlite`, as far as it is used here. Every call blocks the process until it is done. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** Runs work as one change, alone: all of it or nothing. */
export function transact<T>(database: SqliteDatabase, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** After some errors SQLite has rolled back by itself; then there is nothing to roll back. */
export function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // The error before it tells what went wrong.
  }
}
