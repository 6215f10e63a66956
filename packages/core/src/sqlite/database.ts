/** What SQLite keeps in a column. */
export type SqliteColumn = string | number | null | Uint8Array;

/** A row, by the names of its columns. */
export type SqliteRow = Readonly<Record<string, unknown>>;

/** A prepared statement of `node:sqlite`. */
export interface SqliteStatement {
  get(...given: readonly SqliteColumn[]): SqliteRow | undefined;
  all(...given: readonly SqliteColumn[]): SqliteRow[];
  run(...given: readonly SqliteColumn[]): { readonly changes: number | bigint };
}

/** A database of `node:sqlite`, as far as it is used here. Every call blocks the process until it is done. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

/** After some errors SQLite has rolled back by itself; then there is nothing to roll back. */
export function rollBack(database: Pick<SqliteDatabase, 'exec'>): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // The error before it tells what went wrong.
  }
}
