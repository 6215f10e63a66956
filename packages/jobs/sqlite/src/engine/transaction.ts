import { statSync } from 'node:fs';
import { DriverFailure } from '@patchbay/core';
import type { SqliteDatabase } from '@patchbay/core/sqlite';
import type { Enqueued, EnqueueJob } from '@patchbay/jobs';
import { insert } from './sqlite-jobs.ts';
import { statements } from './statements.ts';
import { prepareTable } from './table.ts';

/** A caller’s own connection, as far as it is used here. */
type CallersDatabase = Pick<SqliteDatabase, 'exec' | 'prepare'>;

/**
 * Writes a job down through the caller’s own connection, in the transaction that is open there. It does not pause, so
 * it is all in that transaction. The table may be made by it, too: then it is there if the caller commits.
 * @throws `DriverFailure` `invalid_request` for anything but a transaction in the file `path`.
 */
export function enqueueWithin(transaction: unknown, path: string, job: EnqueueJob, now: number): Enqueued {
  const database = toCallersDatabase(transaction, path);
  prepareTable(database);
  return insert(job, (name) => database.prepare(statements[name]), now);
}

function toCallersDatabase(transaction: unknown, path: string): CallersDatabase {
  if (!isDatabase(transaction))
    throw unfit('something else', 'a DatabaseSync of node:sqlite in which a transaction is open');
  // Of a connection that is closed, `isTransaction` throws.
  const isClosed = Reflect.get(transaction, 'isOpen') === false;
  const isTransaction: unknown = isClosed ? false : Reflect.get(transaction, 'isTransaction');
  if (isTransaction === undefined)
    throw unfit('a database that does not tell its transactions', 'a DatabaseSync of Node 22.16 or later');
  if (isTransaction !== true)
    throw unfit('a DatabaseSync without an open transaction', 'one between its BEGIN and its COMMIT');
  if (!isSameFile(fileOf(transaction), path))
    throw unfit('a transaction in another file', 'one in the file of these jobs (option `file`)');
  return transaction;
}

function isDatabase(value: unknown): value is CallersDatabase {
  if (typeof value !== 'object' || value === null) return false;
  return ['exec', 'prepare'].every((name) => typeof Reflect.get(value, name) === 'function');
}

/** Of its main database, which is the first of the list; one in memory has none. Rows may be lists. */
function fileOf(database: CallersDatabase): string {
  const [, , file] = Object.values(database.prepare('PRAGMA database_list').get() ?? {});
  return typeof file === 'string' ? file : '';
}

function isSameFile(one: string, other: string): boolean {
  if (one === other) return true;
  if (one === '') return false;
  const [first, second] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

function unfit(found: string, expected: string): DriverFailure {
  return new DriverFailure({
    code: 'invalid_request',
    message: `transaction: found ${found}; expected ${expected}.`,
  });
}
