import { type AdapterInfo, defineAdapter, type Kit, type Native, type Setup } from '@patchbay/core';
import { type StorageOf, storage } from '@patchbay/storage';
import { capabilities } from './capabilities.ts';
import { driver } from './driver.ts';
import type { MemoryStore } from './engine/memory-store.ts';
import { toFailure } from './errors.ts';
import { type MemoryStorageOptions, optionsSchema } from './options.ts';
import { pagesOf, storeOf, urlOf } from './url.ts';

/** Storage in the memory of this process. */
export interface MemoryStorage extends StorageOf<typeof capabilities>, Native<MemoryStore> {}

const factory = defineAdapter({
  spec: 1,
  contract: storage,
  capabilities,
  options: optionsSchema,
  client: async (options: MemoryStorageOptions, kit: Kit): Promise<MemoryStore> => storeOf(options, kit),
  driver,
  toFailure,
  check: async () => undefined,
  parts: { url: urlOf, pages: pagesOf },
});

/**
 * Storage in the memory of this process: for tests, and for what need not outlive it.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @example
 * const files = memoryStorage();
 * await files.put('avatars/ada.txt', 'Ada');
 */
export function memoryStorage(options: MemoryStorageOptions = {}, setup?: Setup): MemoryStorage {
  return factory(options, setup);
}

/** What is known of the adapter without making an instance. */
memoryStorage.adapter = factory.adapter satisfies AdapterInfo;
