import type { Driver, Kit } from '@patchbay/core';
import type { StorageApi } from '@patchbay/storage';
import { watchOf } from '@patchbay/storage/embedded';
import type { capabilities } from './capabilities.ts';
import type { FsStore } from './engine/fs-store.ts';
import type { FsStorageOptions } from './options.ts';

type FsDriver = Driver<StorageApi, typeof capabilities>;

/** One step on the store per operation. */
export function driver({ objects, uploads }: FsStore, _options: FsStorageOptions, kit: Kit): FsDriver {
  return {
    put: (input, call) => objects.put(input, watchOf(call, kit)),
    get: (input, call) => objects.get(input, (end) => call.hold(end)),
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
