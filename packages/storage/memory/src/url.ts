import type { Kit } from '@patchbay/core';
import type { StorageParts } from '@patchbay/storage';
import { type SignedUrlSettings, signedPages, signedUrls } from '@patchbay/storage/embedded';
import { MemoryStore } from './engine/memory-store.ts';
import { toFailure } from './errors.ts';
import { type MemoryStorageOptions, urlSettingsOf } from './options.ts';

/** What the parts of one instance have in common: its objects, and the keys that sign. */
interface Shared extends SignedUrlSettings {
  readonly store: MemoryStore;
}

const instances = new WeakMap<Kit, Shared>();

function sharedOf(options: MemoryStorageOptions, kit: Kit): Shared {
  const known = instances.get(kit);
  if (known !== undefined) return known;
  const { store = new MemoryStore() } = options;
  const shared = { ...urlSettingsOf(options), clock: kit.clock, store };
  instances.set(kit, shared);
  return shared;
}

/** Presigned URLs and forms. */
export function urlOf(options: MemoryStorageOptions, kit: Kit): StorageParts['url'] {
  return signedUrls(sharedOf(options, kit));
}

/** The objects of an instance. */
export function storeOf(options: MemoryStorageOptions, kit: Kit): MemoryStore {
  return sharedOf(options, kit).store;
}

/** What answers presigned URLs and forms. */
export function pagesOf(options: MemoryStorageOptions, kit: Kit): NonNullable<StorageParts['pages']> {
  const { store, ...settings } = sharedOf(options, kit);
  return signedPages({ ...settings, store: store.open(kit), toFailure });
}
