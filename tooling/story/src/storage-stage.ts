import { join } from 'node:path';
import { fsStorage } from '@patchbay/storage-fs';
import { sha256 } from './digest.ts';
import { startFake } from './fake.ts';
import type { Warehouse } from './far-side.ts';
import type { Part, PartOptions } from './stage.ts';

export type StorageProvider = 'fs' | 's3';

/** Who keeps pictures. */
export const storageStages = {
  fs: fsStage,
  s3: s3Stage,
} as const satisfies Record<StorageProvider, (options: PartOptions) => Promise<Part<Warehouse>>>;

/** Nothing to set: it is what serves when no provider is named. Its objects are in the shop's folder. */
async function fsStage({ folder }: PartOptions): Promise<Part<Warehouse>> {
  return {
    environment: {},
    async farSide() {
      await using storage = fsStorage({ root: join(folder, 'storage') });
      const objects: Warehouse['objects'][number][] = [];
      for await (const entry of storage.list()) {
        if (entry.kind === 'prefix') continue;
        const bytes = await (await storage.get(entry.key)).bytes();
        objects.push({ key: entry.key, sizeBytes: bytes.byteLength, sha256: sha256(bytes) });
      }
      const uploads = [];
      for await (const upload of storage.uploads.list()) uploads.push(upload);
      return { objects, leftovers: uploads.length, operations: [] };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function s3Stage({ fault, onOutput }: PartOptions): Promise<Part<Warehouse>> {
  const keys = { accessKeyId: 'AKIASTORY00000000001', secretAccessKey: 'story-secret-access-key' };
  const bucket = 'postcards';
  const region = 'eu-central-1';
  const environment = {
    FAKE_ACCESS_KEY_ID: keys.accessKeyId,
    FAKE_SECRET_ACCESS_KEY: keys.secretAccessKey,
    FAKE_REGION: region,
    FAKE_BUCKET: bucket,
  };
  const fake = await startFake('s3', { environment, fault, onOutput });
  return {
    environment: {
      STORAGE_PROVIDER: 's3',
      S3_BUCKET: bucket,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      S3_BASE_URL: fake.told.url,
    },
    farSide: () => fake.farSide<Warehouse>(),
    [Symbol.asyncDispose]: fake[Symbol.asyncDispose],
  };
}
