import type { Kit } from '@patchbay/core';
import type { StorageParts } from '@patchbay/storage';
import { type SignedUrlSettings, SigningKeys, signedPages, signedUrls } from '@patchbay/storage/embedded';
import { FsStore } from './engine/fs-store.ts';
import { keptSecret } from './engine/kept-secret.ts';
import { toFailure } from './errors.ts';
import { type FsStorageOptions, publicUrlOf, secretsOf, settingsOf } from './options.ts';

/** The store of each instance: its pages and its operations work on the same one. */
const stores = new WeakMap<Kit, FsStore>();

/** Presigned URLs and forms. */
export function urlOf(options: FsStorageOptions, kit: Kit): StorageParts['url'] {
  return signedUrls(urlSettings(options, kit));
}

/** Opens the store of an instance. */
export async function openStore(options: FsStorageOptions, kit: Kit): Promise<FsStore> {
  const store = await FsStore.open(settingsOf(options), kit);
  stores.set(kit, store);
  return store;
}

/** What answers presigned URLs and forms. */
export function pagesOf(options: FsStorageOptions, kit: Kit): NonNullable<StorageParts['pages']> {
  const settings = urlSettings(options, kit);
  return {
    async handle(request) {
      const store = stores.get(kit)?.objects;
      return store === undefined ? undefined : signedPages({ ...settings, store, toFailure }).handle(request);
    },
  };
}

const settingsByKit = new WeakMap<Kit, SignedUrlSettings>();

function urlSettings(options: FsStorageOptions, kit: Kit): SignedUrlSettings {
  const known = settingsByKit.get(kit);
  if (known !== undefined) return known;
  const secrets = secretsOf(options);
  const load = async () => (secrets.length > 0 ? secrets : [await keptSecret(settingsOf(options).root)]);
  const settings = { publicUrl: publicUrlOf(options), keys: new SigningKeys(load), clock: kit.clock };
  settingsByKit.set(kit, settings);
  return settings;
}
