import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, realpath, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DriverFailure } from '@patchbay/core';

/** True for an error of the system with one of these codes. */
export function hasCode(error: unknown, ...wanted: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && wanted.includes(String(error.code));
}

// Windows has no such flag, and no links that just anybody may make.
const readOnly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** Opens a file for reading; a symbolic link in its place is `ELOOP`. */
export function openToRead(path: string): Promise<FileHandle> {
  return open(path, readOnly);
}

/** The text of a file, `undefined` where there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, { encoding: 'utf8', flag: readOnly as unknown as string }); // Node takes numbers too
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Writes a new file, readable by its owner only. */
export async function writeText(path: string, text: string, isDurable: boolean): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    if (isDurable) await file.datasync();
  } finally {
    await file.close();
  }
}

/** Makes names in a folder outlive a loss of power. Windows knows no such thing. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, constants.O_RDONLY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!hasCode(error, 'EPERM', 'EISDIR', 'EINVAL')) throw error;
  }
}

/** False where there is no such folder. A path that leads through a symbolic link is refused. */
export async function isPlainFolder(path: string): Promise<boolean> {
  try {
    if ((await realpath(path)) === path) return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
  throw new DriverFailure({
    code: 'provider_permission_denied',
    message: 'The path of this key leads through a symbolic link; it is not followed.',
  });
}

/** Makes a folder and what is missing above it, never through a symbolic link. */
export async function makeFolder(path: string, isDurable: boolean): Promise<void> {
  if (await isPlainFolder(path)) return;
  await makeFolder(dirname(path), isDurable);
  try {
    await mkdir(path, 0o700);
    if (isDurable) await syncFolder(dirname(path));
  } catch (error) {
    if (!hasCode(error, 'EEXIST', 'ENOENT')) throw error; // made, or removed again, by somebody else
  }
}

/** Removes empty folders from here upwards, as far as `top`, which stays. */
export async function removeEmptyFolders(path: string, top: string): Promise<void> {
  for (let folder = path; folder !== top; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return; // it is in use; an empty folder does no harm
    }
  }
}

/** Removes a file; one that is gone is fine. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** Removes a folder with all in it; one that is gone is fine. */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

/** A name that nobody else has. */
export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
