import { type Clock, DriverFailure, type Page } from '@patchbay/core';
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
import type { Kept, MemoryStore } from './memory-store.ts';

/** Where records are kept, how many, and by which clock they expire. */
export interface MemorySettings {
  readonly store: MemoryStore;
  readonly mostKeys: number;
  readonly clock: Clock;
}

const sweptPerWrite = 8;
const mostKeysPerPage = 1000;

/** The records of a store on the clock of one instance: every function is one step that nothing comes between. */
export class MemoryRecords {
  readonly #store: MemoryStore;
  readonly #mostKeys: number;
  readonly #clock: Clock;

  constructor({ store, mostKeys, clock }: MemorySettings) {
    this.#store = store;
    this.#mostKeys = mostKeys;
    this.#clock = clock;
  }

  get({ key }: KeyInput): StateRecord | undefined {
    const kept = this.#find(key);
    if (kept === undefined) return undefined;
    const { value, expiresAt } = kept;
    return { key, value, ...(Number.isFinite(expiresAt) && { expiresAt: new Date(expiresAt) }) };
  }

  put({ key, value, ttlMs }: PutRecord): void {
    this.#write(key, { value, expiresAt: this.#endOf(ttlMs) });
  }

  delete({ key }: KeyInput): void {
    this.#store.records.delete(key);
  }

  putIfAbsent(input: PutRecord): PutIfAbsentResult {
    const kept = this.#find(input.key);
    if (kept !== undefined) return { isNew: false, value: kept.value };
    this.put(input);
    return { isNew: true, value: input.value };
  }

  cas({ key, expected, value, ttlMs }: CompareAndSwap): CasResult {
    const current = this.#find(key)?.value;
    if (current !== expected) return { isSwapped: false, ...(current !== undefined && { value: current }) };
    if (value === undefined) this.delete({ key });
    else this.#write(key, { value, expiresAt: this.#endOf(ttlMs) });
    return { isSwapped: true, ...(value !== undefined && { value }) };
  }

  increment({ key, by = 1, ttlMs }: Increment): Counter {
    const kept = this.#find(key);
    const value = nextCount(kept?.value, by);
    this.#write(key, { value: String(value), expiresAt: kept?.expiresAt ?? this.#endOf(ttlMs) });
    return { value };
  }

  list({ prefix = '' }: ListKeys, after: string | undefined, limit = mostKeysPerPage): Page<string> {
    this.#store.sweepAll(this.#clock.now());
    const keys = [...this.#store.records.keys()].filter(
      (key) => key.startsWith(prefix) && (after === undefined || key > after),
    );
    const items = keys.sort().slice(0, Math.min(limit, mostKeysPerPage));
    const last = items.at(-1);
    return { items, ...(last !== undefined && items.length < keys.length && { next: last }) };
  }

  #find(key: string): Kept | undefined {
    const kept = this.#store.records.get(key);
    return kept !== undefined && kept.expiresAt > this.#clock.now() ? kept : undefined;
  }

  #write(key: string, kept: Kept): void {
    const now = this.#clock.now();
    this.#store.sweepSome(now, sweptPerWrite);
    const { records } = this.#store;
    if (records.size >= this.#mostKeys && !records.has(key)) {
      this.#store.sweepAll(now);
      if (records.size >= this.#mostKeys) throw full(this.#mostKeys);
    }
    this.#store.set(key, kept);
  }

  #endOf(ttlMs: number | undefined): number {
    return ttlMs === undefined ? Number.POSITIVE_INFINITY : this.#clock.now() + ttlMs;
  }
}

function full(mostKeys: number): DriverFailure {
  const message = `The store has ${mostKeys} keys already, and none has expired. Allow more (mostKeys), or let keys expire.`;
  return new DriverFailure({ code: 'quota_exceeded', reason: 'store_full', message });
}
