import { mkdir, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kit } from '@patchbay/core';
import { newId, readText, removeFolder, writeText } from './disk.ts';
import { isAbandoned, type Owner, parseOwner, thisProcess } from './owner.ts';

/** The folders of a store. All are on one file system: what is renamed between them moves in one step. */
export interface Home {
  readonly root: string;
  readonly objects: string;
  readonly uploads: string;
  readonly locks: string;
  /** What this instance is about to write, or to remove. */
  readonly own: string;
  readonly owner: Owner;
  readonly isDurable: boolean;
  readonly clock: Kit['clock'];
}

const ownerFile = 'owner';

/** Opens the folders of a store, and makes what is missing. */
export async function openHome(
  { root, isDurable }: { readonly root: string; readonly isDurable: boolean },
  clock: Kit['clock'],
): Promise<Home> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const real = await realpath(root);
  const [objects, uploads, locks, writers] = await Promise.all(
    ['objects', 'uploads', 'locks', 'writers'].map((name) => makeAtRoot(real, name)),
  );
  const own = join(writers ?? '', newId());
  const owner = await thisProcess();
  await mkdir(own, 0o700);
  await writeText(join(own, ownerFile), JSON.stringify({ owner }), false);
  return {
    root: real,
    objects: objects ?? '',
    uploads: uploads ?? '',
    locks: locks ?? '',
    own,
    owner,
    isDurable,
    clock,
  };
}

async function makeAtRoot(root: string, name: string): Promise<string> {
  const path = join(root, name);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Removes what writers that were killed have left. Those that live, here or elsewhere, are left alone. */
export async function removeLeftovers({ root, own, clock }: Home): Promise<void> {
  const writers = join(root, 'writers');
  for (const name of await readdir(writers)) {
    const path = join(writers, name);
    if (path === own) continue;
    const owner = parseOwner(await readText(join(path, ownerFile)));
    if (await isAbandoned(owner, path, clock.now())) await removeFolder(path);
  }
}
