import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Database = Pick<DatabaseSync, 'prepare' | 'close'>;

/** Opens the shop's one file, and makes it and its tables when they are not there yet. */
export function openDatabase(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(schema);
  return database;
}

const schema = `
PRAGMA busy_timeout = 5000;
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
  checkout_status TEXT,
  checkout_url TEXT,
  payment_id TEXT
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
`;
