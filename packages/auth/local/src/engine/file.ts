import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Storage } from './store.ts';

/**
 * Everything in one JSON file. Each save replaces it whole, so that a crash leaves the old file or the new one. A file
 * that is no longer the one of the last load or save belongs to another process, and is left alone.
 */
export function fileStorage(path: string): Storage {
  const fresh = `${path}.new`;
  let ours: string | undefined;
  return {
    async load() {
      ours = await printOf(path);
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async save(text) {
      await mkdir(dirname(path), { recursive: true });
      const found = await printOf(path);
      if (found !== undefined && found !== ours) return 'taken';
      try {
        await write(fresh, text);
        ours = await printOf(fresh);
        await rename(fresh, path);
        return 'saved';
      } catch (error) {
        await rm(fresh, { force: true });
        throw error;
      }
    },
  };
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Tells one state of a file from all others: each save makes a new file. `undefined` when there is none. */
async function printOf(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeNs, size } = await stat(path, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
