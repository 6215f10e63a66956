import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Kit } from '@patchbay/core';
import { Committer } from './committer.ts';
import { removeFolder } from './disk.ts';
import { FsObjects } from './fs-objects.ts';
import { FsUploads } from './fs-uploads.ts';
import { type Home, openHome, removeLeftovers } from './home.ts';

/** Where a store is, and what its writes outlive. */
export interface FsSettings {
  readonly root: string;
  readonly isDurable: boolean;
}

/** A store in a folder. */
export class FsStore {
  readonly #home: Home;
  /** @internal */
  readonly objects: FsObjects;
  /** @internal */
  readonly uploads: FsUploads;

  private constructor(home: Home, committer: Committer) {
    this.#home = home;
    this.objects = new FsObjects(home, committer);
    this.uploads = new FsUploads(home, committer);
  }

  /**
   * Opens a store, makes its folders where they are missing, and removes what killed writers have left in it.
   * @internal
   */
  static async open(settings: FsSettings, { clock }: Pick<Kit, 'clock'>): Promise<FsStore> {
    const home = await openHome(settings, clock);
    const committer = new Committer(home);
    await committer.free();
    await removeLeftovers(home);
    return new FsStore(home, committer);
  }

  /** The folder, with symbolic links resolved. */
  get root(): string {
    return this.#home.root;
  }

  /** Fails where the folder cannot be read and written. */
  async check(): Promise<void> {
    await access(this.#home.own, constants.R_OK | constants.W_OK);
  }

  /** Removes what only this instance needs. */
  close(): Promise<void> {
    return removeFolder(this.#home.own);
  }
}
