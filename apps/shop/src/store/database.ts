import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IntegrationError } from '@patchbay/core';
import { cannotOpen } from '../cannot-open.ts';
import { schema } from './schema.ts';

export type Database = Pick<DatabaseSync, 'prepare' | 'exec' | 'close'>;

/**
 * Opens the shop's one file, and makes it and its tables when they are not there yet. Until it is closed no other
 * process can open it: orders take turns within one process.
 */
export function openDatabase(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(schema);
  addMissing(database);
  return database;
}

/** Files of before there were mails and accounts: their orders have no address, and so no mails, and no owner. */
function addMissing(database: Database): void {
  const column = database.prepare("SELECT 1 FROM pragma_table_info('orders') WHERE name = ?");
  for (const name of ['email', 'account_id', 'picture_id'])
    if (column.get(name) === undefined) database.exec(`ALTER TABLE orders ADD COLUMN ${name} TEXT`);
}

const busy = 5;

/** Why the shop cannot open with this folder. */
export function unusable(folder: string, error: unknown): IntegrationError {
  const isBusy = error instanceof Error && 'errcode' in error && error.errcode === busy;
  const why = isBusy ? 'another shop has it open' : error instanceof Error ? error.message : String(error);
  return cannotOpen({
    path: 'SHOP_DATA',
    found: `${JSON.stringify(folder)}: ${why}`,
    expected: "a folder that the shop may write to, with this shop's own data or none",
    fix: isBusy
      ? 'Stop the other shop, or name another folder.'
      : 'Make it writable, move shop.sqlite away, or name another folder.',
  });
}
