import { createHash } from 'node:crypto';
import { link, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DriverFailure } from '@patchbay/core';
import * as z from 'zod';
import { hasCode, newId, readText, removeFile, writeText } from './disk.ts';
import type { Home } from './home.ts';
import { isAbandoned, parseJson, parseOwner } from './owner.ts';

/** Puts right what a writer has left that was killed while it had the lock of a key. */
export type Recover = (key: string) => Promise<void>;

const noteSchema = z.object({ key: z.string() });
const longestWaitMs = 32;

/** Ends the name of the right to free a lock. */
const freeing = '.freeing';

/** Those who wait within this process, by the lock's path: they need not ask the disk. */
const turns = new Map<string, Promise<unknown>>();

/**
 * One writer at a time per key, over all processes. A lock is a file that names its owner and its key; it is made with
 * its content in one step, by a hard link.
 */
export class Locks {
  readonly #home: Home;
  readonly #recover: Recover;

  constructor(home: Home, recover: Recover) {
    this.#home = home;
    this.#recover = recover;
  }

  /** Does the work while nobody else writes this key. */
  async hold<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const path = join(this.#home.locks, createHash('sha256').update(key).digest('hex').slice(0, 40));
    return inTurn(path, async () => {
      const note = join(this.#home.own, `${newId()}.lock`);
      try {
        await writeText(note, JSON.stringify({ owner: this.#home.owner, key }), false);
        await this.#acquire(path, note, signal);
        try {
          return await work();
        } finally {
          await unlink(path);
        }
      } finally {
        await removeFile(note);
      }
    });
  }

  /** Frees the locks of writers that were killed. */
  async free(): Promise<void> {
    const note = join(this.#home.own, `${newId()}.lock`);
    await writeText(note, JSON.stringify({ owner: this.#home.owner, key: '' }), false);
    const names = await readdir(this.#home.locks);
    const isRight = (name: string): boolean => name.endsWith(freeing);
    for (const name of [...names.filter(isRight), ...names.filter((name) => !isRight(name))])
      await this.#freeIfAbandoned(join(this.#home.locks, name), note);
    await removeFile(note);
  }

  async #acquire(path: string, note: string, signal: AbortSignal | undefined): Promise<void> {
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      if (signal?.aborted) throw givenUp();
      if (await isLinked(note, path)) return;
      await this.#freeIfAbandoned(path, note);
      if (await isLinked(note, path)) return;
      await new Promise<void>((resolve) => void this.#home.clock.after(waitMs, resolve));
    }
  }

  /**
   * Frees a lock whose owner is gone. Only one process may free it, the one that holds `….freeing`: otherwise a second
   * one, late, would remove the lock of whoever came next.
   */
  async #freeIfAbandoned(path: string, note: string): Promise<void> {
    const { clock } = this.#home;
    const text = await readText(path);
    if (text === undefined || !(await isAbandoned(parseOwner(text), path, clock.now()))) return;
    if (path.endsWith(freeing)) return removeFile(path);
    const right = path + freeing;
    if (!(await isLinked(note, right))) return this.#freeIfAbandoned(right, note);
    try {
      if ((await readText(path)) !== text) return; // freed in the meantime
      const parsed = noteSchema.safeParse(parseJson(text));
      if (parsed.success) await this.#recover(parsed.data.key);
      await removeFile(path);
    } finally {
      await removeFile(right);
    }
  }
}

/** Makes a link; false where the name is taken. */
async function isLinked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(path) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(path, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(path) === mine) turns.delete(path);
  }
}

function givenUp(): DriverFailure {
  return new DriverFailure({ code: 'aborted', message: 'The write was given up.' });
}
