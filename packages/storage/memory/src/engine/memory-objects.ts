import { type Clock, type Page, withRaw } from '@patchbay/core';
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
  compareKeys,
  type EmbeddedStore,
  fromCursor,
  objectMissing,
  readChunks,
  resolveRange,
  toPage,
  type Watch,
} from '@patchbay/storage/embedded';
import { capabilities } from '../capabilities.ts';
import { collect, digestOf, streamOf } from './bytes.ts';
import type { MemoryObject, MemoryStore } from './memory-store.ts';

/** The objects of a store: every change is one step that nothing comes between. */
export class MemoryObjects implements EmbeddedStore {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async put(input: PutObject, watch: Watch): Promise<PutResult> {
    const { key, body, sizeBytes: _said, checksum, vendor: _none, ifAbsent, ifMatch, ...fields } = input;
    assertFields(input, capabilities.limits);
    const condition = { ...(ifAbsent && { ifAbsent }), ...(ifMatch !== undefined && { ifMatch }) };
    assertCondition(this.#store.objects.get(key), condition); // before the bytes are read
    const bytes = await collect(readChunks(body, watch));
    const found = await digestOf(checksum?.algorithm ?? 'crc32', bytes);
    assertChecksum(checksum, found);
    const kept = { contentType: 'application/octet-stream', metadata: {}, ...fields };
    return watch.commit(async () => {
      assertCondition(this.#store.objects.get(key), condition);
      return this.write({ ...kept, key, bytes, checksum: found });
    });
  }

  /** Makes an object what it is from now on. */
  write(object: Omit<MemoryObject, 'sizeBytes' | 'etag' | 'modifiedAt'>): PutResult {
    const stored: MemoryObject = {
      ...object,
      metadata: { ...object.metadata },
      sizeBytes: object.bytes.byteLength,
      etag: crypto.randomUUID().replaceAll('-', ''),
      modifiedAt: new Date(this.#clock.now()),
    };
    this.#store.objects.set(stored.key, stored);
    return toResult(stored);
  }

  async get({ key, range, ifMatch, ifNoneMatch }: GetObject): Promise<StoredBody> {
    const object = this.#find(key);
    if (ifMatch !== undefined) assertEtag(object, ifMatch);
    if (ifNoneMatch === object.etag) return { status: 'not_modified', etag: object.etag };
    const info = toInfo(object);
    if (range === undefined) return { status: 'ok', info, stream: streamOf(object.bytes) };
    const found = resolveRange(range, object.sizeBytes);
    const bytes = object.bytes.subarray(found.start, found.end + 1);
    return { status: 'ok', info, range: found, stream: streamOf(bytes) };
  }

  async head({ key }: HeadObject): Promise<ObjectInfo> {
    return toInfo(this.#find(key));
  }

  async delete({ key, ifMatch }: DeleteObject, watch: Watch): Promise<void> {
    await watch.commit(async () => {
      const current = this.#store.objects.get(key);
      if (current !== undefined && ifMatch !== undefined) assertEtag(current, ifMatch);
      this.#store.objects.delete(key);
    });
  }

  deleteMany(keys: readonly string[], watch: Watch): Promise<DeleteResult> {
    return watch.commit(async () => {
      for (const key of keys) this.#store.objects.delete(key);
      return { deleted: keys.length, failed: [] };
    });
  }

  async copy(input: CopyObject, watch: Watch): Promise<PutResult> {
    assertFields(input, capabilities.limits);
    const { from, to, metadata, contentType, ...condition } = input;
    return watch.commit(async () => {
      const { sizeBytes: _size, etag: _etag, modifiedAt: _at, ...source } = this.#find(from);
      assertCondition(this.#store.objects.get(to), condition);
      const replaced = { ...(metadata && { metadata }), ...(contentType !== undefined && { contentType }) };
      return this.write({ ...source, ...replaced, key: to });
    });
  }

  list(input: ListObjects, cursor: string | undefined, limit: number | undefined): Promise<Page<ListEntry>> {
    const entries = entriesAfter(this.#store.objects, input, fromCursor(cursor));
    return toPage(entries, limit, (entry) => (entry.kind === 'prefix' ? entry.prefix : entry.key));
  }

  #find(key: string): MemoryObject {
    const object = this.#store.objects.get(key);
    if (object === undefined) throw objectMissing();
    return object;
  }
}

/** In order, from after the last entry of the page before: a key, or a prefix, which ends with a slash. */
async function* entriesAfter(
  objects: ReadonlyMap<string, MemoryObject>,
  { prefix = '', delimiter, startAfter }: ListObjects,
  last: string | undefined,
): AsyncGenerator<ListEntry, void, undefined> {
  const isPast = (key: string): boolean => {
    if (startAfter !== undefined && compareKeys(key, startAfter) <= 0) return true;
    if (last === undefined) return false;
    return compareKeys(key, last) <= 0 || (last.endsWith('/') && key.startsWith(last));
  };
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && !isPast(key)).sort(compareKeys);
  let folded: string | undefined;
  for (const key of keys) {
    if (folded !== undefined && key.startsWith(folded)) continue;
    const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    folded = end === -1 ? undefined : key.slice(0, end + 1);
    const object = objects.get(key);
    if (folded !== undefined) yield { kind: 'prefix', prefix: folded };
    else if (object !== undefined) yield toEntry(object);
  }
}

function toEntry(object: MemoryObject): ListEntry {
  const { key, sizeBytes, etag, modifiedAt } = object;
  const entry = { kind: 'object', key, provider: 'memory', sizeBytes, etag, modifiedAt } as const;
  return withRaw(entry, object);
}

function toResult(object: MemoryObject): PutResult {
  const { key, sizeBytes, etag, checksum } = object;
  return withRaw({ key, provider: 'memory', sizeBytes, etag, checksum }, object);
}

function toInfo(object: MemoryObject): ObjectInfo {
  const { bytes: _bytes, metadata, ...info } = object;
  return withRaw({ ...info, provider: 'memory', metadata: { ...metadata } }, object);
}
