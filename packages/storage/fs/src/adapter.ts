import {
  type AdapterInfo,
  type Attempt,
  defineAdapter,
  type Kit,
  type Native,
  type Setup,
} from '@patchbay/core';
import { type StorageOf, storage } from '@patchbay/storage';
import { capabilities } from './capabilities.ts';
import { driver } from './driver.ts';
import type { FsStore } from './engine/fs-store.ts';
import { toFailure } from './errors.ts';
import { type FsStorageOptions, optionsSchema } from './options.ts';
import { openStore, pagesOf, urlOf } from './url.ts';

/** Storage in a folder of this machine. */
export interface FsStorage extends StorageOf<typeof capabilities>, Native<FsStore> {}

const factory = defineAdapter({
  spec: 1,
  contract: storage,
  capabilities,
  options: optionsSchema,
  client: (options: FsStorageOptions, kit: Kit): Promise<FsStore> => openStore(options, kit),
  driver,
  toFailure,
  check: (store: FsStore, _attempt: Attempt) => store.check(),
  close: (store: FsStore) => store.close(),
  parts: { url: urlOf, pages: pagesOf },
});

/**
 * Storage in a folder of this machine: atomic, durable, and safe for several processes at once.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @example
 * const files = fsStorage({ root: '/var/lib/shop/files' });
 * await files.put('invoices/1007.pdf', pdf, { contentType: 'application/pdf', ifAbsent: true });
 */
export function fsStorage(options: FsStorageOptions = {}, setup?: Setup): FsStorage {
  return factory(options, setup);
}

/** What is known of the adapter without making an instance. */
fsStorage.adapter = factory.adapter satisfies AdapterInfo;
