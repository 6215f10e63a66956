import type { SqliteDatabase } from '@patchbay/core/sqlite';

/** What an application may ask of its connection to behave otherwise than usual. */
interface Habits {
  readonly readBigInts?: boolean;
  readonly returnArrays?: boolean;
  readonly allowBareNamedParameters?: boolean;
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string, habits?: Habits) => SqliteDatabase;
}

// Its types are not in those of Node 20.
const moduleName = 'node:sqlite';

/** Opens a file as an application does, which uses `node:sqlite` itself. */
export async function openApplication(path: string, habits: Habits = {}): Promise<SqliteDatabase> {
  const loaded: unknown = await import(moduleName);
  if (!isSqliteModule(loaded)) throw new Error('This Node has no SQLite.');
  return new loaded.DatabaseSync(path, habits);
}

function isSqliteModule(value: unknown): value is SqliteModule {
  return typeof Reflect.get(Object(value), 'DatabaseSync') === 'function';
}
