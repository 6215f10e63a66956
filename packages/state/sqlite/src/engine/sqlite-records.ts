import type { Page, Sending } from '@patchbay/core';
import type { Prepared as PreparedOf, SqliteFile } from '@patchbay/core/sqlite';
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

/** A record as it is kept. */
interface Kept {
  readonly value: string;
  /** Epoch milliseconds; `null` for one that stays. */
  readonly expiresAt: number | null;
}

const mostKeysPerPage = 1000;
const sweptAtOnce = 64;

/** Everything that is ever asked of the file. */
export const statements = {
  find: 'SELECT value, expires_at FROM records WHERE key = ? AND (expires_at IS NULL OR expires_at > ?)',
  write: `INSERT INTO records (key, value, expires_at) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
  delete: 'DELETE FROM records WHERE key = ?',
  list: `SELECT key FROM records WHERE key >= ? AND key > ? AND (expires_at IS NULL OR expires_at > ?)
    ORDER BY key LIMIT ?`,
  sweep: `DELETE FROM records WHERE rowid IN
    (SELECT rowid FROM records WHERE expires_at <= ? ORDER BY expires_at LIMIT ${sweptAtOnce})`,
} as const;

type Prepared = PreparedOf<keyof typeof statements>;

/** Drops a few of the records that have expired. */
export function sweep(prepared: Prepared, now: number): void {
  prepared('sweep').run(now);
}

/** Which page of keys. */
interface KeysPage {
  readonly after: string | undefined;
  readonly limit: number | undefined;
  readonly signal: AbortSignal;
}

/** The records of a file. */
export class SqliteRecords {
  readonly #file: SqliteFile<keyof typeof statements>;

  constructor(file: SqliteFile<keyof typeof statements>) {
    this.#file = file;
  }

  async get({ key }: KeyInput, signal: AbortSignal): Promise<StateRecord | undefined> {
    const kept = await this.#file.read(signal, (prepared, now) => find(prepared, key, now));
    if (kept === undefined) return undefined;
    const { value, expiresAt } = kept;
    return { key, value, ...(expiresAt !== null && { expiresAt: new Date(expiresAt) }) };
  }

  put({ key, value, ttlMs }: PutRecord, sending: Sending): Promise<void> {
    return this.#file.change(sending, (prepared, now) =>
      write(prepared, key, { value, expiresAt: endOf(now, ttlMs) }),
    );
  }

  delete({ key }: KeyInput, sending: Sending): Promise<void> {
    return this.#file.change(sending, (prepared) => remove(prepared, key));
  }

  putIfAbsent({ key, value, ttlMs }: PutRecord, sending: Sending): Promise<PutIfAbsentResult> {
    return this.#file.change(sending, (prepared, now) => {
      const kept = find(prepared, key, now);
      if (kept !== undefined) return { isNew: false, value: kept.value };
      write(prepared, key, { value, expiresAt: endOf(now, ttlMs) });
      return { isNew: true, value };
    });
  }

  cas({ key, expected, value, ttlMs }: CompareAndSwap, sending: Sending): Promise<CasResult> {
    return this.#file.change(sending, (prepared, now) => {
      const current = find(prepared, key, now)?.value;
      if (current !== expected) return { isSwapped: false, ...(current !== undefined && { value: current }) };
      if (value === undefined) remove(prepared, key);
      else write(prepared, key, { value, expiresAt: endOf(now, ttlMs) });
      return { isSwapped: true, ...(value !== undefined && { value }) };
    });
  }

  increment({ key, by = 1, ttlMs }: Increment, sending: Sending): Promise<Counter> {
    return this.#file.change(sending, (prepared, now) => {
      const kept = find(prepared, key, now);
      const value = nextCount(kept?.value, by);
      const expiresAt = kept === undefined ? endOf(now, ttlMs) : kept.expiresAt;
      write(prepared, key, { value: String(value), expiresAt });
      return { value };
    });
  }

  async list({ prefix = '' }: ListKeys, { after = '', limit, signal }: KeysPage): Promise<Page<string>> {
    const size = Math.min(limit ?? mostKeysPerPage, mostKeysPerPage);
    const rows = await this.#file.read(signal, (prepared, now) =>
      prepared('list').all(prefix, after, now, size + 1),
    );
    // Keys stand in the order of their octets, so those that begin alike stand together.
    const keys = rows.map((row) => String(row['key'])).filter((key) => key.startsWith(prefix));
    const items = keys.slice(0, size);
    const last = items.at(-1);
    return { items, ...(last !== undefined && keys.length > size && { next: last }) };
  }
}

function find(prepared: Prepared, key: string, now: number): Kept | undefined {
  const row = prepared('find').get(key, now);
  if (row === undefined) return undefined;
  const { value, expires_at: end } = row;
  return { value: toText(value), expiresAt: typeof end === 'number' ? end : null };
}

function write(prepared: Prepared, key: string, { value, expiresAt }: Kept): void {
  prepared('write').run(key, new TextEncoder().encode(value), expiresAt);
}

function remove(prepared: Prepared, key: string): void {
  prepared('delete').run(key);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function toText(value: unknown): string {
  if (value instanceof Uint8Array) return decoder.decode(value);
  throw new TypeError('A value in the file is not of the form that this package writes.');
}

function endOf(now: number, ttlMs: number | undefined): number | null {
  return ttlMs === undefined ? null : now + ttlMs;
}
