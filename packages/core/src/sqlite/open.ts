import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DriverFailure } from '../failure.ts';
import type { SqliteDatabase } from './database.ts';
import { isBusy } from './errors.ts';

/** What of `node:sqlite` is used. Its types are not in those of Node 20, on which this file can be imported. */
interface SqliteModule {
  readonly DatabaseSync: new (path: string) => SqliteDatabase;
}

/** Which file is opened, and for what. */
export interface OpenSqlite {
  readonly file: string;
  /** `fsync`: a write that succeeded outlives a loss of power. `process`: it outlives a crash of the process. */
  readonly durability: 'fsync' | 'process';
  /** Begins the sentence that says which Node is needed: `State in SQLite needs`. */
  readonly needs: string;
  /** Makes the tables where they are missing. */
  readonly prepare: (database: SqliteDatabase) => void;
}

// Kept from bundlers, some of which drop `node:`: there is no module `sqlite`.
const moduleName = 'node:sqlite';

/**
 * Opens a file, and makes it where it is missing, readable by its owner alone. One that somebody is writing to is made
 * ready by the first operation that can: it may be the caller who writes.
 * @throws `DriverFailure` `config_invalid` on a Node without `node:sqlite`; what `prepare` throws.
 * @example
 * const needs = 'State in SQLite needs';
 * const database = await openSqlite({ file, durability: 'fsync', needs, prepare: makeTables });
 */
export async function openSqlite({ file, needs, ...how }: OpenSqlite): Promise<SqliteDatabase> {
  const { DatabaseSync } = await loadModule(needs);
  const path = resolve(file);
  makeFile(path);
  const database = new DatabaseSync(path);
  try {
    makeReady(database, how);
  } catch (error) {
    if (isBusy(error)) return database;
    database.close();
    throw error;
  }
  return database;
}

/** Puts a file into the mode in which reading does not wait for writing, and makes its tables. */
export function makeReady(
  database: SqliteDatabase,
  { durability, prepare }: Pick<OpenSqlite, 'durability' | 'prepare'>,
): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${durability === 'fsync' ? 'FULL' : 'NORMAL'}`);
  prepare(database);
}

/** SQLite gives its further files the mode of the first. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // One that is there must not be opened and closed: the whole process would lose its locks on it.
    // https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    const isThere = Reflect.get(Object(error), 'code') === 'EEXIST';
    if (!isThere || statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

async function loadModule(needs: string): Promise<SqliteModule> {
  const loaded: unknown = await import(moduleName).catch(() => undefined);
  if (isSqliteModule(loaded)) return loaded;
  const message = `${needs} Node 22.13 or later. Update Node, or choose another provider.`;
  throw new DriverFailure({ code: 'config_invalid', message });
}

function isSqliteModule(value: unknown): value is SqliteModule {
  return typeof Reflect.get(Object(value), 'DatabaseSync') === 'function';
}
