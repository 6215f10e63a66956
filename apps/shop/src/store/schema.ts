/** All tables; those that are there already stay as they are. */
export const schema = `
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
  email TEXT,
  account_id TEXT,
  picture_id TEXT
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
CREATE TABLE IF NOT EXISTS accounts (
  id TEXT PRIMARY KEY,
  name TEXT,
  email TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account_id TEXT NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
  hash TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  provider_session TEXT,
  id_token TEXT,
  expires_at INTEGER NOT NULL,
  entries TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS pictures (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  key TEXT NOT NULL,
  provider TEXT NOT NULL,
  etag TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  type TEXT NOT NULL,
  entries TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS announcements (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  is_due INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX IF NOT EXISTS announcements_due ON announcements (number) WHERE is_due = 1;
COMMIT;
`;
