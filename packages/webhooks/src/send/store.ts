import { type Clock, IntegrationError } from '@patchbay/core';
import type { State } from '@patchbay/state';
import type { z } from 'zod';

/** What the sender needs of a store. */
export type SenderState = State<'get' | 'put' | 'putIfAbsent' | 'delete' | 'cas' | 'list'>;

/** A record before and after it was changed. */
export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}

const mostAtOnce = 20;

/** The sender’s records, under one prefix. */
export class Store {
  readonly #state: SenderState;
  readonly #prefix: string;

  constructor(state: SenderState, prefix: string) {
    this.#state = state;
    this.#prefix = `${prefix}:`;
  }

  /** The text of a record. */
  async text(key: string): Promise<string | undefined> {
    return (await this.#state.get(this.#prefix + key))?.value;
  }

  /** A record, parsed. */
  async read<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const text = await this.text(key);
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  }

  /** Those of the records that are there, in the order of their keys: a few at a time, as a store takes them. */
  async readAll<T>(keys: readonly string[], schema: z.ZodType<T>): Promise<readonly T[]> {
    const found: T[] = [];
    for (let from = 0; from < keys.length; from += mostAtOnce) {
      const batch = keys.slice(from, from + mostAtOnce);
      const records = await Promise.all(batch.map((key) => this.read(key, schema)));
      for (const record of records) if (record !== undefined) found.push(record);
    }
    return found;
  }

  async write(key: string, value: object, ttlMs?: number): Promise<void> {
    const record = { key: this.#prefix + key, value: JSON.stringify(value) };
    await this.#state.put(ttlMs === undefined ? record : { ...record, ttlMs });
  }

  /** Writes where nothing is; what is there then. To be repeated after any error. */
  async writeOnce(key: string, text: string, ttlMs: number): Promise<string> {
    return (await this.#state.putIfAbsent({ key: this.#prefix + key, value: text, ttlMs })).value;
  }

  async delete(key: string): Promise<void> {
    await this.#state.delete(this.#prefix + key);
  }

  /**
   * Changes a record as long as nobody else does so at the same time. Nothing is written where `change` gives
   * `undefined`. What it gives must be unlike all that is written otherwise: so a lost answer can be told by what is
   * found.
   */
  async change<T extends object>(
    key: string,
    schema: z.ZodType<T>,
    change: (before: T) => T | undefined,
  ): Promise<Changed<T> | undefined> {
    for (;;) {
      const expected = await this.text(key);
      if (expected === undefined) return undefined;
      const before = schema.parse(JSON.parse(expected));
      const after = change(before);
      if (after === undefined) return undefined;
      if (await this.#swap(key, expected, JSON.stringify(after))) return { before, after };
    }
  }

  async #swap(key: string, expected: string, value: string): Promise<boolean> {
    try {
      return (await this.#state.cas({ key: this.#prefix + key, expected, value })).isSwapped;
    } catch (error) {
      const isLost = IntegrationError.is(error) && error.outcome === 'unknown';
      if (isLost && (await this.text(key)) === value) return true;
      throw error;
    }
  }

  /** The keys that begin so, each once, in their order: no store promises one. */
  async keys(start: string): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const key of this.#state.list({ prefix: this.#prefix + start })) {
      found.add(key.slice(this.#prefix.length));
    }
    return [...found].sort();
  }
}

/** What all parts of the sender share. */
export interface Shared {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly retentionMs: number;
}
