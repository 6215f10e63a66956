import { DriverFailure } from '@patchbay/core';
import { Ledger } from './ledger.ts';
import { snapshot } from './records.ts';
import { refuse } from './refusal.ts';

/** Where the books are kept between two runs. */
export interface Storage {
  load(): Promise<string | undefined>;
  /** `taken`: somebody else has written there since; nothing is saved. */
  save(text: string): Promise<'saved' | 'taken'>;
}

/** The books and their storage. One transaction at a time, and it counts only once it is saved. */
export class Store {
  #ledger: Ledger;
  readonly #storage: Storage | undefined;
  #saved: string;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(storage: Storage | undefined, saved: string | undefined) {
    this.#storage = storage;
    this.#ledger = saved === undefined ? new Ledger() : parseLedger(saved);
    this.#saved = saved ?? JSON.stringify(this.#ledger);
  }

  /** Opens the books; without a file they are in memory only. */
  static async open(file: string | undefined): Promise<Store> {
    if (file === undefined) return new Store(undefined, undefined);
    const { fileStorage } = await import('./file.ts');
    const storage = fileStorage(file);
    try {
      return new Store(storage, await storage.load());
    } catch (error) {
      const message = `The file ${file} cannot be used: ${reasonOf(error)}. Move it away or name another.`;
      throw new DriverFailure({ code: 'config_invalid', message });
    }
  }

  /** For looking without changing anything. */
  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Runs `work` on the books and saves what it changed. */
  transact<T>(work: (ledger: Ledger) => T): Promise<T> {
    if (this.#storage === undefined) return Promise.resolve(this.#ledger).then(work);
    const result = this.#queue.then(() => this.#transactOn(this.#storage, work));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Resolves when no transaction is under way. */
  async idle(): Promise<void> {
    await this.#queue;
  }

  async #transactOn<T>(storage: Storage | undefined, work: (ledger: Ledger) => T): Promise<T> {
    const result = work(this.#ledger);
    const text = JSON.stringify(this.#ledger);
    if (text === this.#saved) return result;
    const trouble = await storage?.save(text).then((end) => (end === 'taken' ? taken : undefined), reasonOf);
    if (trouble !== undefined) {
      this.#ledger = parseLedger(this.#saved); // what is not on disk did not happen
      throw refuse('file_unusable', `The books could not be saved: ${trouble}.`);
    }
    this.#saved = text;
    return result;
  }
}

const taken =
  'another process has written to the same file; give each one a file of its own, and start this one again';

function parseLedger(text: string): Ledger {
  return new Ledger(snapshot.parse(JSON.parse(text)));
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return 'it does not hold the books of a sandbox';
}
