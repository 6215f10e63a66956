import { constants } from 'node:fs';
import { copyFile, link } from 'node:fs/promises';
import { join } from 'node:path';
import { isDriverFailure, type Page, withRaw } from '@patchbay/core';
import type {
  CopyObject,
  DeleteObject,
  DeleteResult,
  GetObject,
  HeadObject,
  ListEntry,
  ListObjects,
  ObjectInfo,
  PutObject,
  PutResult,
  StoredBody,
} from '@patchbay/storage';
import {
  assertChecksum,
  assertCondition,
  assertEtag,
  assertFields,
  bodyCorrupt,
  type EmbeddedStore,
  fromCursor,
  objectMissing,
  readChunks,
  resolveRange,
  toPage,
  unwatched,
  type Watch,
} from '@patchbay/storage/embedded';
import { capabilities } from '../capabilities.ts';
import { toFailure } from '../errors.ts';
import { readBody, writeBody } from './body-file.ts';
import { type Committer, etagOf } from './committer.ts';
import { hasCode, newId, openToRead, removeFile } from './disk.ts';
import type { Home } from './home.ts';
import { type ObjectIndex, readIndex } from './index-file.ts';
import { fileNames } from './names.ts';
import { walk } from './walk.ts';

/** Objects on disk: each a body that is never changed, and an index that says which body it is. */
export class FsObjects implements EmbeddedStore {
  readonly #home: Home;
  readonly #committer: Committer;

  constructor(home: Home, committer: Committer) {
    this.#home = home;
    this.#committer = committer;
  }

  async put(input: PutObject, watch: Watch): Promise<PutResult> {
    const { key, body, sizeBytes: _said, checksum, vendor: _none, ifAbsent, ifMatch, ...fields } = input;
    assertFields(input, capabilities.limits);
    const condition = { ...(ifAbsent && { ifAbsent }), ...(ifMatch !== undefined && { ifMatch }) };
    if (ifAbsent || ifMatch !== undefined)
      assertCondition(etagOf(await this.#committer.current(key)), condition); // before the bytes are read
    return this.#written(async (generation, path) => {
      const algorithm = checksum?.algorithm ?? 'crc32';
      const { isDurable } = this.#home;
      const written = await writeBody(path, readChunks(body, watch), { algorithm, isDurable });
      assertChecksum(checksum, written.checksum);
      const kept = { contentType: 'application/octet-stream', metadata: {}, ...fields };
      return this.#committer.commit({ ...kept, ...written, key, generation }, condition, watch);
    }).then(toResult);
  }

  /** The bytes are those of the object as it is now, whatever is written meanwhile. */
  async get(
    { key, range, ifMatch, ifNoneMatch }: GetObject,
    hold?: (end: Promise<unknown>) => void,
  ): Promise<StoredBody> {
    const { index, result: file } = await this.#opened(key, ifMatch, ifNoneMatch);
    if (file === undefined) return { status: 'not_modified', etag: index.generation };
    try {
      const whole = { start: 0, end: index.sizeBytes - 1 };
      const extent = range === undefined ? undefined : resolveRange(range, index.sizeBytes);
      const { start, end } = extent ?? whole;
      const isWhole = start === whole.start && end === whole.end;
      const { stream, closed } = readBody(file, { start, end, ...(isWhole && { checksum: index.checksum }) });
      hold?.(closed);
      return { status: 'ok', info: toInfo(index), ...(extent !== undefined && { range: extent }), stream };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async head({ key }: HeadObject): Promise<ObjectInfo> {
    return toInfo(await this.#find(key));
  }

  async delete({ key, ifMatch }: DeleteObject, watch: Watch): Promise<void> {
    await this.#committer.remove(key, ifMatch, watch);
  }

  deleteMany(keys: readonly string[], watch: Watch): Promise<DeleteResult> {
    return watch.commit(async () => {
      const failed: DeleteResult['failed'][number][] = [];
      for (const key of keys) {
        try {
          await this.#committer.remove(key, undefined, unwatched(watch.signal));
        } catch (error) {
          const failure = isDriverFailure(error) ? error.failure : toFailure(error);
          if (failure === undefined) throw error;
          failed.push({ key, code: failure.code, message: failure.message ?? failure.code });
        }
        watch.progress();
      }
      return { deleted: keys.length - failed.length, failed };
    });
  }

  /** Both objects have the same bytes on disk, so a copy takes no time and no room. */
  async copy(input: CopyObject, watch: Watch): Promise<PutResult> {
    assertFields(input, capabilities.limits);
    const { from, to, metadata, contentType, ...condition } = input;
    const replaced = { ...(metadata && { metadata }), ...(contentType !== undefined && { contentType }) };
    return this.#written(async (generation, path) => {
      const source = await this.#withBody(from, (body) => linkOrCopy(body, path));
      return this.#committer.commit({ ...source.index, ...replaced, key: to, generation }, condition, watch);
    }).then(toResult);
  }

  list(input: ListObjects, cursor: string | undefined, limit: number | undefined): Promise<Page<ListEntry>> {
    const entries = this.#entries(input, fromCursor(cursor) ?? '');
    return toPage(entries, limit, (entry) => (entry.kind === 'prefix' ? entry.prefix : entry.key));
  }

  /** Writes a body where nobody sees it, and leaves nothing of it where the rest fails. */
  async #written(write: (generation: string, path: string) => Promise<ObjectIndex>): Promise<ObjectIndex> {
    const generation = newId();
    const path = join(this.#home.own, generation);
    try {
      return await write(generation, path);
    } finally {
      await removeFile(path);
    }
  }

  #opened(key: string, ifMatch: string | undefined, ifNoneMatch: string | undefined) {
    return this.#withBody(key, async (path, index) => {
      if (ifMatch !== undefined) assertEtag(etagOf(index), ifMatch);
      return ifNoneMatch === index.generation ? undefined : openToRead(path);
    });
  }

  /** Does something with the body of the object as it is now; begins again when it is replaced in that moment. */
  async #withBody<T>(key: string, act: (path: string, index: ObjectIndex) => Promise<T>) {
    for (let before: string | undefined; ; ) {
      const index = await this.#find(key);
      const { folder, name } = this.#committer.placeOf(key);
      try {
        return { index, result: await act(join(folder, fileNames.body(name, index.generation)), index) };
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error;
        if (before === index.generation) throw bodyCorrupt(); // nobody replaced it: it is lost
        before = index.generation;
      }
    }
  }

  async *#entries(
    { prefix = '', startAfter = '', delimiter }: ListObjects,
    last: string,
  ): AsyncGenerator<ListEntry, void, undefined> {
    const sought = {
      prefix: Buffer.from(prefix),
      startAfter: Buffer.from(startAfter),
      last: Buffer.from(last),
      folds: delimiter !== undefined,
    };
    for await (const found of walk(this.#home.objects, Buffer.alloc(0), sought)) {
      if (found.kind === 'prefix') yield found;
      else {
        const index = await readIndex(found.folder, found.name, found.key);
        if (index !== undefined) yield toEntry(index); // else deleted meanwhile
      }
    }
  }

  async #find(key: string): Promise<ObjectIndex> {
    const index = await this.#committer.current(key);
    if (index === undefined) throw objectMissing();
    return index;
  }
}

/** A file system allows only so many names of one file: 65,000 on ext4. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!hasCode(error, 'EMLINK')) throw error;
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}

export function toResult(index: ObjectIndex): PutResult {
  const { key, sizeBytes, generation: etag, checksum } = index;
  return withRaw({ key, provider: 'fs', sizeBytes, etag, checksum }, index);
}

function toEntry(index: ObjectIndex): ListEntry {
  const { key, sizeBytes, generation: etag, modifiedAt } = index;
  const entry = {
    kind: 'object',
    key,
    provider: 'fs',
    sizeBytes,
    etag,
    modifiedAt: new Date(modifiedAt),
  } as const;
  return withRaw(entry, index);
}

function toInfo(index: ObjectIndex): ObjectInfo {
  const { format: _format, generation: etag, modifiedAt, ...info } = index;
  return withRaw({ ...info, provider: 'fs', etag, modifiedAt: new Date(modifiedAt) }, index);
}
