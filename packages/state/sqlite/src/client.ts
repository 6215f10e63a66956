import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DriverFailure, type Kit } from '@patchbay/core';
import type { SqliteDatabase } from './engine/database.ts';
import { prepareSchema } from './engine/schema.ts';
import { isBusy } from './errors.ts';
import { type SqliteStateOptions, settingsOf } from './options.ts';

/** What of `node:sqlite` is used. Its types are not in those of Node 20, on which this package can be imported. */
interface SqliteModule {
  readonly DatabaseSync: new (path: string) => SqliteDatabase;
}

// Kept from bundlers, some of which drop `node:`: there is no module `sqlite`.
const moduleName = 'node:sqlite';

const openTries = 100;
const pauseMs = 20;

/**
 * Opens the file, in a mode in which reading does not wait for writing.
 * @throws `DriverFailure` `config_invalid` on a Node without `node:sqlite`, and for a file that is not ours.
 */
export async function loadClient(options: SqliteStateOptions, { clock }: Kit): Promise<SqliteDatabase> {
  const { file, durability, busyTimeoutMs } = settingsOf(options);
  const { DatabaseSync } = await loadModule();
  const path = resolve(file);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await (await open(path, 'a', 0o600)).close(); // SQLite gives its further files the same mode
  for (let attempt = 1; ; attempt += 1) {
    const database = new DatabaseSync(path);
    try {
      database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      database.exec('PRAGMA journal_mode = WAL');
      database.exec(`PRAGMA synchronous = ${durability === 'fsync' ? 'FULL' : 'NORMAL'}`);
      prepareSchema(database);
      return database;
    } catch (error) {
      database.close();
      // Processes that begin together get in each other's way, whatever the timeout.
      if (!isBusy(error) || attempt === openTries) throw error;
    }
    await new Promise<void>((done) => {
      clock.after(pauseMs, done);
    });
  }
}

async function loadModule(): Promise<SqliteModule> {
  const loaded: unknown = await import(moduleName).catch(() => undefined);
  if (isSqliteModule(loaded)) return loaded;
  throw new DriverFailure({
    code: 'config_invalid',
    message: 'State in SQLite needs Node 22.13 or later. Update Node, or choose another provider of state.',
  });
}

function isSqliteModule(value: unknown): value is SqliteModule {
  return typeof Reflect.get(Object(value), 'DatabaseSync') === 'function';
}
