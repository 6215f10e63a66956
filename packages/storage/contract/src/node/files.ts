import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { BodySource } from '../body.ts';
import type { StoredObject } from '../stored-object.ts';

/**
 * The body of a file on disk, read as it goes up.
 * @example await storage.put('backups/db.dump', await fileBody('/var/backups/db.dump'));
 */
export async function fileBody(path: string | URL): Promise<BodySource> {
  const { size } = await stat(path);
  return { sizeBytes: size, open: () => createReadStream(path) };
}

/**
 * Writes an object's bytes into a file that is whole or not there: they go into a file beside it first.
 * @example await saveToFile(await storage.get('backups/db.dump'), '/var/restore/db.dump');
 */
export async function saveToFile(object: StoredObject, path: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.part`;
  try {
    await pipeline(object.stream(), createWriteStream(beside, { flags: 'wx' }));
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
