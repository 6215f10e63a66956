export { type SqliteState, sqliteState } from './adapter.ts';
export type { SqliteStateOptions } from './options.ts';
