import { DriverFailure } from '@patchbay/core';
import { Ledger } from './ledger.ts';
import { snapshot } from './records.ts';
import { LocalAuthError, refuse } from './refusal.ts';

/** Where everything is kept between two runs. */
export interface Storage {
  load(): Promise<string | undefined>;
  /** `taken`: somebody else has written there since; nothing is saved. */
  save(text: string): Promise<'saved' | 'taken'>;
}

/** The ledger and its storage. One save at a time, and a change counts only once it is saved. */
export class Store {
  #ledger: Ledger;
  readonly #storage: Storage | undefined;
  #saved: string | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    storage: Storage | undefined,
    saved: string | undefined,
    seed: (ledger: Ledger) => void,
  ) {
    this.#storage = storage;
    this.#ledger = saved === undefined ? new Ledger() : parseLedger(saved);
    this.#saved = saved;
    if (saved === undefined) seed(this.#ledger);
  }

  /** Opens what the file holds; without a file, or with a new one, `seed` fills it first. */
  static async open(file: string | undefined, seed: (ledger: Ledger) => void): Promise<Store> {
    if (file === undefined) return new Store(undefined, undefined, seed);
    const { fileStorage } = await import('./file.ts');
    const storage = fileStorage(file);
    try {
      const store = new Store(storage, await storage.load(), seed);
      await store.save();
      return store;
    } catch (error) {
      const message = `The file ${file} cannot be used: ${reasonOf(error)}. Move it away or name another.`;
      throw new DriverFailure({ code: 'config_invalid', message });
    }
  }

  /** As of now: never keep it over a wait. */
  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Runs `work` on the ledger and saves what it changed. */
  transact<T>(work: (ledger: Ledger) => T): Promise<T> {
    if (this.#storage === undefined) return Promise.resolve(this.#ledger).then(work);
    const result = this.#queue.then(() => this.#transactOn(this.#storage, work));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Saves what was changed outside of a transaction, as the protocol does on its way. */
  async save(): Promise<void> {
    await this.transact(() => undefined);
  }

  /** Resolves when nothing is being saved. */
  async idle(): Promise<void> {
    await this.#queue;
  }

  async #transactOn<T>(storage: Storage | undefined, work: (ledger: Ledger) => T): Promise<T> {
    const result = work(this.#ledger);
    const text = JSON.stringify(this.#ledger);
    if (text === this.#saved) return result;
    const trouble = await storage?.save(text).then((end) => (end === 'taken' ? taken : undefined), reasonOf);
    if (trouble !== undefined) {
      if (this.#saved !== undefined) this.#ledger = parseLedger(this.#saved); // what is not on disk did not happen
      throw refuse('file_unusable', `The file could not be saved: ${trouble}.`);
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
  if (error instanceof LocalAuthError) return error.message;
  if (error instanceof Error && 'code' in error) return String(error.code);
  return 'it holds something else';
}
