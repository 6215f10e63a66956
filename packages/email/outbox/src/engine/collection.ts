import type { z } from 'zod';
import { OutboxError } from './refusal.ts';
import type { Files, Shelf } from './shelf.ts';

/** What every entry of a collection has. */
export interface Entry {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Orders entries of the same millisecond. */
  readonly sequence: number;
}

const entryFile = 'entry.json';

/** Entries of one kind. They never change, so that what was read once is not read again. */
export class Collection<T extends Entry> {
  readonly #shelf: Shelf;
  readonly #folder: string;
  readonly #schema: z.ZodType<T>;
  readonly #known = new Map<string, T>();
  #lastSequence = 0;

  constructor(shelf: Shelf, folder: string, schema: z.ZodType<T>) {
    this.#shelf = shelf;
    this.#folder = folder;
    this.#schema = schema;
  }

  /** The next `sequence`. */
  next(): number {
    this.#lastSequence += 1;
    return this.#lastSequence;
  }

  /** False where there is one with this id: it stays as it is. */
  async add(entry: T, files: Files = {}): Promise<boolean> {
    const bytes = new TextEncoder().encode(`${JSON.stringify(entry, null, 2)}\n`);
    return this.#usable(this.#shelf.add(this.#placeOf(entry.id), { [entryFile]: bytes, ...files }));
  }

  async find(id: string): Promise<T | undefined> {
    if (!/^[\w-]+$/.test(id)) return undefined; // an id is a name of a folder: it may not lead elsewhere
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const bytes = await this.file(id, entryFile);
    if (bytes === undefined) return undefined;
    const entry = this.#parse(id, bytes);
    this.#known.set(id, entry);
    this.#lastSequence = Math.max(this.#lastSequence, entry.sequence);
    return entry;
  }

  /** All entries, oldest first, those of other processes included. */
  async all(): Promise<readonly T[]> {
    const names = new Set(await this.#usable(this.#shelf.names(this.#folder)));
    for (const id of this.#known.keys()) if (!names.has(id)) this.#known.delete(id);
    const found = await Promise.all([...names].map((name) => this.find(name)));
    return found
      .filter((entry) => entry !== undefined)
      .toSorted((left, right) => left.createdAt - right.createdAt || left.sequence - right.sequence);
  }

  /** A file that lies beside an entry. */
  file(id: string, name: string): Promise<Uint8Array | undefined> {
    return this.#usable(this.#shelf.read(this.#placeOf(id), name));
  }

  async remove(id: string): Promise<void> {
    this.#known.delete(id);
    await this.#usable(this.#shelf.remove(this.#placeOf(id)));
  }

  async #usable<R>(work: Promise<R>): Promise<R> {
    try {
      return await work;
    } catch (error) {
      const message = `The folder ${this.#folder} cannot be used: ${reasonOf(error)}.`;
      throw new OutboxError('folder_unusable', message);
    }
  }

  #placeOf(name: string): { readonly folder: string; readonly name: string } {
    return { folder: this.#folder, name };
  }

  #parse(id: string, bytes: Uint8Array): T {
    try {
      return this.#schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch {
      const message = `${this.#folder}/${id} is no entry of an outbox: move it away.`;
      throw new OutboxError('entry_unreadable', message);
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
