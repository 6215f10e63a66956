import type { Clock } from '../clock.ts';
import { IntegrationError } from '../error.ts';
import { type Hear, patiently } from '../failover/hear.ts';
import type { KeyMemory } from '../failover/memory.ts';
import type { Done, Open, Records } from './entry.ts';
import { toText } from './kept.ts';

/** A write that nobody has resolved is not forgotten. */
const openMs = 10 * 365 * 24 * 3_600_000;
/**
 * How long a memory remembers that a record was deleted: longer than anyone can be held up between reading and writing.
 */
const goneMs = 24 * 3_600_000;

/** What is known of a key. */
export type Claimed =
  /** Nobody had it: it is the caller's now. */
  | { readonly state: 'free' }
  | { readonly state: 'open'; readonly open: Open }
  | { readonly state: 'done'; readonly done: Done };

/** Where a ledger writes, and for how long it keeps how a write ended. */
export interface BookOptions {
  readonly memory: KeyMemory;
  readonly name: string;
  readonly keepMs: number;
  readonly clock: Clock;
}

/**
 * The records of a ledger, two for each key. `open` is there from before the first request until somebody knows how the
 * write ended; `done` is written before `open` goes, so that a crash between the two loses nothing.
 */
export class Book {
  readonly clock: Clock;
  readonly #memory: KeyMemory;
  readonly #prefix: string;
  readonly #keepMs: number;
  readonly #options: BookOptions;
  readonly #hear: Hear;

  constructor(options: BookOptions, hear: Hear = patiently) {
    const { memory, name, keepMs, clock } = options;
    this.#options = options;
    this.#hear = hear;
    this.clock = clock;
    this.#memory = memory;
    this.#prefix = `ledger:${name}:`;
    this.#keepMs = keepMs;
  }

  /** The same for one call, which waits for the memory in its own way. */
  for(hear: Hear): Book {
    return new Book(this.#options, hear);
  }

  /** Takes a key for a call, unless another one has it or it has ended. */
  claim(mark: string, wanted: Open): Promise<Claimed> {
    const release = (): Promise<boolean> => this.#swap(mark, wanted, undefined);
    const claiming = this.#claim(mark, wanted).catch(async (error: unknown) => {
      // Nothing is sent now: what was written before the memory failed would stand for a write that never was.
      await release().catch(() => undefined);
      throw error;
    });
    return this.#hear(claiming, release);
  }

  async #claim(mark: string, wanted: Open): Promise<Claimed> {
    for (;;) {
      const isMine = await this.#swap(mark, undefined, wanted);
      const open = isMine ? wanted : await this.open(mark);
      const done = await this.#read('done', mark); // after `open`: whoever ended the write before has written it by now
      if (done !== undefined) {
        if (open !== undefined) await this.#swap(mark, open, undefined);
        return { state: 'done', done };
      }
      if (isMine) return { state: 'free' };
      if (open !== undefined) return { state: 'open', open };
    }
  }

  /** Gives the key of one call to another; false where somebody was first. */
  takeOver(mark: string, from: Open, to: Open): Promise<boolean> {
    return this.#hear(this.#swap(mark, from, to), () => this.#swap(mark, to, from));
  }

  /** Gives it back to the one that had it before. */
  async putBack(mark: string, from: Open, to: Open): Promise<void> {
    await this.#hear(this.#swap(mark, from, to));
  }

  /** The call has ended, and nobody knows how. */
  async leaveOpen(mark: string, open: Open): Promise<void> {
    await this.#hear(this.#swap(mark, open, { ...open, latestAt: this.clock.now(), busyUntil: 0 }));
  }

  /** The write had no effect: the key is free. */
  async release(mark: string, open: Open): Promise<boolean> {
    return this.#hear(this.#swap(mark, open, undefined));
  }

  /** The write had its effect. Who knows its result was not too late when somebody else only knew the effect. */
  end(mark: string, open: Open, done: Done): Promise<void> {
    return this.#hear(this.#end(mark, open, done));
  }

  async #end(mark: string, open: Open, done: Done): Promise<void> {
    const [name, text] = [this.#nameOf('done', mark), JSON.stringify(done)];
    const isFirst = await this.#memory.replace(name, undefined, text, this.#keepMs);
    if (!isFirst && done.result !== undefined) {
      const { fingerprint } = done;
      await this.#memory.replace(name, JSON.stringify({ fingerprint }), text, this.#keepMs);
    }
    await this.#swap(mark, open, undefined);
  }

  /** The same with its result or, where that cannot be kept, without. */
  async endWith(mark: string, open: Open, result: unknown): Promise<void> {
    const { fingerprint } = open;
    const text = asText(result);
    try {
      if (text !== undefined) return await this.end(mark, open, { fingerprint, result: text });
    } catch (error) {
      if (!IntegrationError.is(error, 'invalid_request')) throw error; // else it is too large for the memory
    }
    await this.end(mark, open, { fingerprint });
  }

  open(mark: string): Promise<Open | undefined> {
    return this.#read('open', mark);
  }

  /** All writes of which nobody knows how they ended. */
  async *unresolved(): AsyncGenerator<{ readonly mark: string; readonly open: Open }> {
    const prefix = this.#nameOf('open', '');
    for await (const name of this.#memory.list(prefix)) {
      const mark = name.slice(prefix.length);
      const open = await this.open(mark);
      if (open === undefined) continue;
      if ((await this.#read('done', mark)) === undefined) yield { mark, open };
      else await this.#swap(mark, open, undefined);
    }
  }

  async #read<K extends keyof Records>(kind: K, mark: string): Promise<Records[K] | undefined> {
    const text = await this.#memory.get(this.#nameOf(kind, mark));
    return text === undefined ? undefined : (JSON.parse(text) as Records[K]); // nobody else writes under this name
  }

  #swap(mark: string, from: Open | undefined, to: Open | undefined): Promise<boolean> {
    const [before, after] = [from, to].map((open) => (open === undefined ? undefined : JSON.stringify(open)));
    const keepMs = to === undefined ? goneMs : openMs;
    return this.#memory.replace(this.#nameOf('open', mark), before, after, keepMs);
  }

  #nameOf(kind: keyof Records, mark: string): string {
    return `${this.#prefix}${kind}:${mark}`;
  }
}

function asText(result: unknown): string | undefined {
  try {
    return toText(result);
  } catch {
    return undefined; // a cycle or a bigint
  }
}
