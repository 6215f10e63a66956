import type { Clock } from '../clock.ts';
import type { Sending } from '../transport.ts';
import { rollBack, type SqliteDatabase, type SqliteStatement } from './database.ts';
import { makeReady, type OpenSqlite } from './open.ts';
import { type Patience, patiently } from './patience.ts';

/** How a file is used. `N`: the names of its statements. */
export interface SqliteFileOptions<N extends string> extends Pick<OpenSqlite, 'durability' | 'prepare'> {
  readonly clock: Clock;
  /** How long somebody else’s write is waited for. */
  readonly busyTimeoutMs: number;
  /** Everything that is ever asked of the file. */
  readonly statements: Readonly<Record<N, string>>;
  /** Drops a few rows whose time has passed; called now and then, within a change. */
  readonly sweep: (prepared: Prepared<N>, now: number) => void;
}

/** Gives a statement, prepared. */
export type Prepared<N extends string> = (name: N) => SqliteStatement;

type Work<N extends string, T> = (prepared: Prepared<N>, now: number) => T;

/** A change that waits for its turn. */
interface Change<N extends string> {
  readonly sending: Sending;
  readonly work: Work<N, unknown>;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** A change that is made, and not yet kept. */
interface Made {
  readonly change: Pick<Change<never>, 'sending' | 'done' | 'failed'>;
  readonly result: unknown;
}

const files = new WeakMap<SqliteDatabase, Pick<SqliteFile<never>, 'check'>>();

/**
 * A harmless read, which waits for whoever is making the file as every other read does. It needs no tables.
 * @throws the error of SQLite where somebody else has the file for longer; `TypeError` for a database without a driver.
 */
export async function checkSqlite(database: SqliteDatabase, signal: AbortSignal): Promise<void> {
  const file = files.get(database);
  if (file === undefined) throw new TypeError('This database has no driver.');
  await file.check(signal);
}

const changesPerSweep = 16;
/** So many wait at most for one commit, and one that fails is not waited for much longer. */
const mostAtOnce = 64;

/**
 * A file: each change is made as a whole, alone, and without a pause in between. Changes that come while another one is
 * kept share the next commit: what costs time is the disk, not the change.
 */
export class SqliteFile<const N extends string> {
  readonly #database: SqliteDatabase;
  readonly #options: SqliteFileOptions<N>;
  readonly #statements = new Map<N, SqliteStatement>();
  readonly #waiting: Change<N>[] = [];
  #isReady = false;
  #isAtWork = false;
  #changes = 0;

  constructor(database: SqliteDatabase, options: SqliteFileOptions<N>) {
    this.#database = database;
    this.#options = options;
    files.set(database, this);
  }

  /** Only whether it can be read. */
  async check(signal: AbortSignal): Promise<void> {
    const look = (): unknown => this.#database.prepare('SELECT 1 FROM sqlite_schema').get();
    await patiently(
      look,
      this.#patience(() => signal.aborted),
    );
  }

  /** Looks, without waiting for those who write. */
  read<T>(signal: AbortSignal, work: Work<N, T>): Promise<T> {
    return patiently(
      () => {
        this.#makeReady();
        return work(this.#prepared, this.#options.clock.now());
      },
      this.#patience(() => signal.aborted),
    );
  }

  /** Makes a change. What fails before its commit had no effect; of a commit that fails nobody knows. */
  change<T>(sending: Sending, work: Work<N, T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ sending, work, done: (result) => resolve(result as T), failed: reject });
      if (this.#isAtWork) return;
      this.#isAtWork = true;
      setImmediate(() => void this.#workOff()); // all that the loop has at hand comes into one commit
    });
  }

  async #workOff(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#keepTogether(this.#waiting.splice(0, mostAtOnce));
      await new Promise<void>((turn) => void setImmediate(turn));
    }
    this.#isAtWork = false;
  }

  /** Makes changes in one transaction. One that fails is left out of it. */
  async #keepTogether(changes: readonly Change<N>[]): Promise<void> {
    try {
      await patiently(
        () => this.#begin(),
        this.#patience(() => changes.every(({ sending }) => sending.signal.aborted)),
      );
    } catch (error) {
      for (const change of changes) giveUp(change, error);
      return;
    }
    const made: Made[] = [];
    try {
      const now = this.#options.clock.now(); // the wait for the lock is over
      for (const change of changes) {
        if (change.sending.signal.aborted) giveUp(change, change.sending.signal.reason);
        else this.#make(change, now, made);
      }
      this.#sweep(now, made.length);
    } catch (error) {
      rollBack(this.#database);
      for (const change of changes) giveUp(change, error); // also those that were given up before: they stay so
      return;
    }
    this.#commit(made);
  }

  #begin(): void {
    this.#makeReady();
    this.#database.exec('BEGIN IMMEDIATE');
  }

  /** @throws where the whole transaction is lost. */
  #make(change: Change<N>, now: number, made: Made[]): void {
    this.#database.exec('SAVEPOINT change');
    try {
      made.push({ change, result: change.work(this.#prepared, now) });
    } catch (error) {
      giveUp(change, error);
      this.#database.exec('ROLLBACK TO change');
    }
    this.#database.exec('RELEASE change');
  }

  #commit(made: readonly Made[]): void {
    try {
      this.#database.exec('COMMIT');
    } catch (error) {
      rollBack(this.#database);
      for (const { change } of made) change.failed(error); // whether it is in the file, nobody knows
      return;
    }
    for (const { change, result } of made) {
      change.sending.answered();
      change.done(result);
    }
  }

  #sweep(now: number, made: number): void {
    this.#changes += made;
    if (this.#changes < changesPerSweep) return;
    this.#changes = 0;
    this.#options.sweep(this.#prepared, now);
  }

  #makeReady(): void {
    if (this.#isReady) return;
    makeReady(this.#database, this.#options);
    this.#isReady = true;
  }

  readonly #prepared: Prepared<N> = (name) => {
    const statement = this.#statements.get(name) ?? this.#database.prepare(this.#options.statements[name]);
    this.#statements.set(name, statement);
    return statement;
  };

  #patience(isGivenUp: () => boolean): Patience {
    const { clock, busyTimeoutMs } = this.#options;
    return { clock, busyTimeoutMs, isGivenUp };
  }
}

function giveUp({ sending, failed }: Made['change'], error: unknown): void {
  sending.undone();
  failed(error);
}
