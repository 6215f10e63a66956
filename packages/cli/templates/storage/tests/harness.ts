import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyStorage, StorageHarness, StorageSubject } from '@patchbay/storage/conformance';
import { acmeStorageCapabilities } from '../src/index.ts';
import { newStage } from './support/stage.ts';

/** The adapter over the fake. `exempt` takes cases that cannot apply although the capabilities do not tell. */
export const harness: StorageHarness = {
  provider: 'acme',
  capabilities: acmeStorageCapabilities,
  start,
};

async function start(options?: StartOptions<AnyStorage>): Promise<StorageSubject> {
  const stage = await newStage(options);
  const { objects, uploads } = stage.fake.books;
  return {
    ...stage,
    fixtures,
    objects: async () => [...objects.values()].map(({ bytes: _bytes, etag: _etag, ...object }) => object),
    uploads: async () => [...uploads],
    fetch,
  };
}

/** Tokens of Acme's own form that name nothing. */
const fixtures = {
  unknownUpload: { id: 'upload_0', key: 'never/opened' },
  unknownEtag: '"0123456789abcdef"',
} as const;
