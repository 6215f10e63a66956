import { link, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DriverFailure } from '@patchbay/core';
import type { WriteCondition } from '@patchbay/storage';
import { assertCondition, assertEtag, type Watch } from '@patchbay/storage/embedded';
import { toFailure } from '../errors.ts';
import {
  hasCode,
  isPlainFolder,
  makeFolder,
  removeEmptyFolders,
  removeFile,
  syncFolder,
  writeText,
} from './disk.ts';
import type { Home } from './home.ts';
import { type ObjectIndex, readIndex } from './index-file.ts';
import { Locks } from './lock.ts';
import { fileNames, placeOf } from './names.ts';

/** An object whose body lies among what this instance is about to write. */
export type NewObject = Omit<ObjectIndex, 'format' | 'modifiedAt'>;

/**
 * The steps that change what readers see. An object is its index: the moment in which that gets its name is the moment
 * in which a write counts. Everything in the tree of objects is moved there under the lock of its key.
 */
export class Committer {
  readonly #home: Home;
  readonly #locks: Locks;

  constructor(home: Home) {
    this.#home = home;
    this.#locks = new Locks(home, (key) => this.#removeOrphans(key));
  }

  /** Frees what killed writers hold. */
  free(): Promise<void> {
    return this.#locks.free();
  }

  /** The folder of an object, and the name of its files. */
  placeOf(key: string): { readonly folder: string; readonly name: string } {
    const { folders, name } = placeOf(key);
    return { folder: join(this.#home.objects, ...folders), name };
  }

  /** The object as it is now. */
  async current(key: string): Promise<ObjectIndex | undefined> {
    const { folder, name } = this.placeOf(key);
    return (await isPlainFolder(folder)) ? readIndex(folder, name, key) : undefined;
  }

  /** Makes a new object visible in place of the old one, if the condition holds then. */
  commit(object: NewObject, condition: WriteCondition, watch: Watch): Promise<ObjectIndex> {
    const { key, generation } = object;
    return this.#locks.hold(key, watch.signal, async () => {
      const old = await this.current(key);
      assertCondition(etagOf(old), condition);
      const index: ObjectIndex = { ...object, format: 1, modifiedAt: this.#home.clock.now() };
      const fresh = join(this.#home.own, `${generation}.index`);
      const { folder, name } = this.placeOf(key);
      const body = join(folder, fileNames.body(name, generation));
      let isVisible = false;
      try {
        await writeText(fresh, JSON.stringify(index), this.#home.isDurable);
        await this.#bringIn(join(this.#home.own, generation), body, folder);
        await watch.commit(async () => {
          await publish(fresh, join(folder, fileNames.index(name)), condition);
          isVisible = true;
          if (this.#home.isDurable) await syncFolder(folder);
        });
        return index;
      } finally {
        await removeFile(fresh);
        if (!isVisible) await this.#takeBack(body, folder);
        else if (old !== undefined) await removeFile(join(folder, fileNames.body(name, old.generation)));
      }
    });
  }

  /** Removes an object; one that is absent is fine. */
  async remove(key: string, ifMatch: string | undefined, watch: Watch): Promise<void> {
    if ((await this.current(key)) === undefined) return;
    const { folder, name } = this.placeOf(key);
    await this.#locks.hold(key, watch.signal, async () => {
      const old = await this.current(key);
      if (old === undefined) return;
      if (ifMatch !== undefined) assertEtag(etagOf(old), ifMatch);
      await watch.commit(async () => {
        await orNoEffect(unlink(join(folder, fileNames.index(name))));
        if (this.#home.isDurable) await syncFolder(folder);
      });
      await this.#takeBack(join(folder, fileNames.body(name, old.generation)), folder);
    });
  }

  /** Moves a body into the tree. A folder may be removed by whoever empties it: then it is made again. */
  async #bringIn(from: string, to: string, folder: string): Promise<void> {
    for (let left = 20; ; left -= 1) {
      try {
        return await rename(from, to);
      } catch (error) {
        if (left === 0 || !hasCode(error, 'ENOENT')) throw error;
        await makeFolder(folder, this.#home.isDurable);
      }
    }
  }

  async #takeBack(body: string, folder: string): Promise<void> {
    await removeFile(body);
    await removeEmptyFolders(folder, this.#home.objects);
  }

  /** Under the lock of a killed writer: bodies that no index names. */
  async #removeOrphans(key: string): Promise<void> {
    const { folder, name } = this.placeOf(key);
    if (!(await isPlainFolder(folder))) return;
    const current = await readIndex(folder, name, key);
    for (const file of await readdir(folder)) {
      const generation = fileNames.generationOf(name, file);
      if (generation !== undefined && generation !== current?.generation)
        await removeFile(join(folder, file));
    }
    await removeEmptyFolders(folder, this.#home.objects);
  }
}

/** What conditions are held against. */
export function etagOf(index: ObjectIndex | undefined): { readonly etag: string } | undefined {
  return index === undefined ? undefined : { etag: index.generation };
}

/** Gives an index its name. A link refuses to replace, whatever became of the lock. */
function publish(fresh: string, index: string, { ifAbsent }: WriteCondition): Promise<void> {
  return orNoEffect(ifAbsent ? link(fresh, index) : rename(fresh, index));
}

/** A step that happens whole or not at all: when it fails, there was no effect. */
async function orNoEffect(step: Promise<void>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) assertCondition({ etag: '' }, { ifAbsent: true });
    const failure = toFailure(error);
    throw failure === undefined ? error : new DriverFailure(failure);
  }
}
