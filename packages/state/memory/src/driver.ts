import type { Driver, Kit } from '@patchbay/core';
import type { StateApi } from '@patchbay/state';
import type { capabilities } from './capabilities.ts';
import { MemoryRecords } from './engine/memory-records.ts';
import type { MemoryStore } from './engine/memory-store.ts';
import { type MemoryStateOptions, mostKeysOf } from './options.ts';

type MemoryDriver = Driver<StateApi, typeof capabilities>;

/** One step on the store per operation. */
export function driver(store: MemoryStore, options: MemoryStateOptions, { clock }: Kit): MemoryDriver {
  const records = new MemoryRecords({ store, mostKeys: mostKeysOf(options), clock });
  return {
    get: async (input) => records.get(input),
    put: async (input) => records.put(input),
    delete: async (input) => records.delete(input),
    putIfAbsent: async (input) => records.putIfAbsent(input),
    cas: async (input) => records.cas(input),
    increment: async (input) => records.increment(input),
    list: async (input, { cursor, limit }) => records.list(input, cursor, limit),
  };
}
