import type { Clock, Page, Sending } from '@patchbay/core';
import {
  type CasResult,
  type CompareAndSwap,
  type Counter,
  type Increment,
  type KeyInput,
  type ListKeys,
  nextCount,
  type PutIfAbsentResult,
  type PutRecord,
  type StateRecord,
} from '@patchbay/state';
import { rollBack, type SqliteDatabase, type Statement } from './database.ts';

/** A record as it is kept. */
interface Kept {
  readonly value: string;
  /** Epoch milliseconds; `null` for one that stays. */
  readonly expiresAt: number | null;
}

const mostKeysPerPage = 1000;
const writesPerSweep = 16;
const sweptAtOnce = 64;

const sql = {
  find: 'SELECT value, expires_at FROM records WHERE key = ? AND (expires_at IS NULL OR expires_at > ?)',
  write: `INSERT INTO records (key, value, expires_at) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
  delete: 'DELETE FROM records WHERE key = ?',
  list: `SELECT key FROM records WHERE key >= ? AND key > ? AND (expires_at IS NULL OR expires_at > ?)
    ORDER BY key LIMIT ?`,
  sweep: `DELETE FROM records WHERE rowid IN
    (SELECT rowid FROM records WHERE expires_at <= ? ORDER BY expires_at LIMIT ${sweptAtOnce})`,
} as const;

/** The records of a file. A write is one short transaction, which begins with the only lock that SQLite has. */
export class SqliteRecords {
  readonly #database: SqliteDatabase;
  readonly #clock: Clock;
  readonly #statements: Readonly<Record<keyof typeof sql, Statement>>;
  #writes = 0;

  constructor(database: SqliteDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    const { find, write, delete: remove, list, sweep } = sql;
    this.#statements = {
      find: database.prepare(find),
      write: database.prepare(write),
      delete: database.prepare(remove),
      list: database.prepare(list),
      sweep: database.prepare(sweep),
    };
  }

  get({ key }: KeyInput): StateRecord | undefined {
    const kept = this.#find(key, this.#clock.now());
    if (kept === undefined) return undefined;
    const { value, expiresAt } = kept;
    return { key, value, ...(expiresAt !== null && { expiresAt: new Date(expiresAt) }) };
  }

  put({ key, value, ttlMs }: PutRecord, sending: Sending): void {
    this.#change(sending, (now) => this.#write(key, { value, expiresAt: endOf(now, ttlMs) }));
  }

  delete({ key }: KeyInput, sending: Sending): void {
    this.#change(sending, () => this.#delete(key));
  }

  putIfAbsent({ key, value, ttlMs }: PutRecord, sending: Sending): PutIfAbsentResult {
    return this.#change(sending, (now) => {
      const kept = this.#find(key, now);
      if (kept !== undefined) return { isNew: false, value: kept.value };
      this.#write(key, { value, expiresAt: endOf(now, ttlMs) });
      return { isNew: true, value };
    });
  }

  cas({ key, expected, value, ttlMs }: CompareAndSwap, sending: Sending): CasResult {
    return this.#change(sending, (now) => {
      const current = this.#find(key, now)?.value;
      if (current !== expected) return { isSwapped: false, ...(current !== undefined && { value: current }) };
      if (value === undefined) this.#delete(key);
      else this.#write(key, { value, expiresAt: endOf(now, ttlMs) });
      return { isSwapped: true, ...(value !== undefined && { value }) };
    });
  }

  increment({ key, by = 1, ttlMs }: Increment, sending: Sending): Counter {
    return this.#change(sending, (now) => {
      const kept = this.#find(key, now);
      const value = nextCount(kept?.value, by);
      const expiresAt = kept === undefined ? endOf(now, ttlMs) : kept.expiresAt;
      this.#write(key, { value: String(value), expiresAt });
      return { value };
    });
  }

  list({ prefix = '' }: ListKeys, after = '', limit = mostKeysPerPage): Page<string> {
    const size = Math.min(limit, mostKeysPerPage);
    // Keys stand in the order of their octets, so those that begin alike stand together.
    const keys = this.#statements.list
      .all(prefix, after, this.#clock.now(), size + 1)
      .map((row) => String(row['key']))
      .filter((key) => key.startsWith(prefix));
    const items = keys.slice(0, size);
    const last = items.at(-1);
    return { items, ...(last !== undefined && keys.length > size && { next: last }) };
  }

  /** One change as a whole. What fails before its commit had no effect; of a commit that fails nobody knows. */
  #change<T>(sending: Sending, work: (now: number) => T): T {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      sending.undone();
      throw error;
    }
    let result: T;
    try {
      const now = this.#clock.now(); // the wait for the lock is over
      result = work(now);
      this.#sweep(now);
    } catch (error) {
      rollBack(this.#database);
      sending.undone();
      throw error;
    }
    this.#commit();
    sending.answered();
    return result;
  }

  #commit(): void {
    try {
      this.#database.exec('COMMIT');
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
  }

  /** A few of those that have expired, now and then, so that no write takes long. */
  #sweep(now: number): void {
    this.#writes += 1;
    if (this.#writes % writesPerSweep === 0) this.#statements.sweep.run(now);
  }

  #find(key: string, now: number): Kept | undefined {
    const row = this.#statements.find.get(key, now);
    if (row === undefined) return undefined;
    const { value, expires_at: end } = row;
    return { value: toText(value), expiresAt: typeof end === 'number' ? end : null };
  }

  #write(key: string, { value, expiresAt }: Kept): void {
    this.#statements.write.run(key, new TextEncoder().encode(value), expiresAt);
  }

  #delete(key: string): void {
    this.#statements.delete.run(key);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function toText(value: unknown): string {
  if (value instanceof Uint8Array) return decoder.decode(value);
  throw new TypeError('A value in the file is not of the form that this package writes.');
}

function endOf(now: number, ttlMs: number | undefined): number | null {
  return ttlMs === undefined ? null : now + ttlMs;
}
