export { type SqliteState, sqliteState } from './adapter.ts';
export type { Column, Row, SqliteDatabase, Statement } from './engine/database.ts';
export type { SqliteStateOptions } from './options.ts';
