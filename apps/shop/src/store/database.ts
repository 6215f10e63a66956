import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IntegrationError } from '@patchbay/core';
import { cannotOpen } from '../cannot-open.ts';

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

/** Files of before there were mails: their orders have no address, and so no mails. */
function addMissing(database: Database): void {
  const [address] = database.prepare("SELECT 1 FROM pragma_table_info('orders') WHERE name = 'email'").all();
  if (address === undefined) database.exec('ALTER TABLE orders ADD COLUMN email TEXT');
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

const schema = `
PRAGMA busy_timeout = 2000;
PRAGMA locking_mode = EXCLUSIVE;
BEGIN EXCLUSIVE;
CREATE TABLE IF NOT EXISTS orders (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  postcard TEXT NOT NULL,
  copies INTEGER NOT NULL,
  minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  placed_at INTEGER NOT NULL,
  pages INTEGER NOT NULL DEFAULT 0,
  checkout_id TEXT,
  checkout_provider TEXT,
  checkout_status TEXT,
  checkout_url TEXT,
  payment_id TEXT,
  email TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS payments (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refunds (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL,
  minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  provider_id TEXT,
  asked_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS mails (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  provider TEXT,
  asked_at INTEGER,
  message_id TEXT,
  doubtful INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS mails_of_order ON mails (order_id);
CREATE TABLE IF NOT EXISTS timeline (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id TEXT NOT NULL,
  entry TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS timeline_of_order ON timeline (order_id);
CREATE TABLE IF NOT EXISTS events (
  dedupe_key TEXT PRIMARY KEY,
  handled_at INTEGER NOT NULL
) STRICT;
COMMIT;
`;
