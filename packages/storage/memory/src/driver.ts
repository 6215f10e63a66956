import type { Driver, Kit } from '@patchbay/core';
import type { StorageApi } from '@patchbay/storage';
import { watchOf } from '@patchbay/storage/embedded';
import type { capabilities } from './capabilities.ts';
import type { MemoryStore } from './engine/memory-store.ts';
import { MemoryUploads } from './engine/memory-uploads.ts';
import type { MemoryStorageOptions } from './options.ts';

type MemoryDriver = Driver<StorageApi, typeof capabilities>;

/** One step on the store per operation. */
export function driver(store: MemoryStore, _options: MemoryStorageOptions, kit: Kit): MemoryDriver {
  const objects = store.open(kit);
  const uploads = new MemoryUploads(store, kit);
  return {
    put: (input, call) => objects.put(input, watchOf(call, kit)),
    get: (input) => objects.get(input),
    head: (input) => objects.head(input),
    list: (input, { cursor, limit }) => objects.list(input, cursor, limit),
    delete: (input, call) => objects.delete(input, watchOf(call, kit)),
    deleteMany: ({ keys }, call) => objects.deleteMany(keys, watchOf(call, kit)),
    copy: (input, call) => objects.copy(input, watchOf(call, kit)),
    'uploads.create': (input, call) => uploads.create(input, watchOf(call, kit)),
    'uploads.put': (input, call) => uploads.put(input, watchOf(call, kit)),
    'uploads.parts': ({ session }, { cursor, limit }) => uploads.parts(session, cursor, limit),
    'uploads.complete': (input, call) => uploads.complete(input, watchOf(call, kit)),
    'uploads.abort': ({ session }, call) => uploads.abort(session, watchOf(call, kit)),
    'uploads.list': (input, { cursor, limit }) => uploads.list(input, cursor, limit),
  };
}
