import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files, Shelf } from './shelf.ts';

/** Where entries are written before they move to their place. */
const unfinished = '.new';

/**
 * Entries on disk. An entry is written beside, and moved to its place as a whole: a crash leaves all of it or nothing,
 * and of two processes that add the same one, one succeeds.
 */
export function diskShelf(root: string): Shelf {
  const fresh = (): string => join(root, unfinished, crypto.randomUUID());
  return {
    async add({ folder, name }, files) {
      const [from, to] = [fresh(), join(root, folder, name)];
      await makeFolder(join(root, folder));
      try {
        await writeAll(root, from, files);
        await rename(from, to);
      } catch (error) {
        await rm(from, { recursive: true, force: true });
        if (isTaken(error)) return false;
        throw error;
      }
      await sync(join(root, folder));
      return true;
    },
    async read({ folder, name }, file) {
      const bytes = await unlessMissing(readFile(join(root, folder, name, file)), undefined);
      return bytes && new Uint8Array(bytes);
    },
    names: (folder) => unlessMissing(readdir(join(root, folder)), []),
    async remove({ folder, name }) {
      const to = fresh();
      await makeFolder(join(root, unfinished));
      await unlessMissing(rename(join(root, folder, name), to), undefined);
      await rm(to, { recursive: true, force: true });
    },
  };
}

async function writeAll(root: string, folder: string, files: Files): Promise<void> {
  await makeFolder(folder);
  await keepFromGit(root);
  for (const [name, bytes] of Object.entries(files)) {
    const file = await open(join(folder, name), 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** Mails are personal: readable for their owner alone. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** The folder lies in a project by default: mails must not be committed by accident. */
async function keepFromGit(root: string): Promise<void> {
  await writeFile(join(root, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** So that the move itself survives a power cut. Some systems (Windows) cannot sync a folder. */
async function sync(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The entry is there; only a power cut right now could undo the move.
  }
}

async function unlessMissing<T, M>(work: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return missing;
    throw error;
  }
}

/** A folder never moves over one that has files; Windows says EPERM. */
function isTaken(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
