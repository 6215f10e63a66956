export type { SqliteColumn, SqliteDatabase, SqliteRow, SqliteStatement } from './database.ts';
export { rollBack } from './database.ts';
export { isBusy, toSqliteFailure } from './errors.ts';
export { checkSqlite, type Prepared, SqliteFile, type SqliteFileOptions } from './file.ts';
export { type OpenSqlite, openSqlite } from './open.ts';
