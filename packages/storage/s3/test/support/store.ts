import type { Setup } from '@patchbay/core';
import { type S3Storage, type S3StorageOptions, s3Storage } from '@patchbay/storage-s3';
import { type S3Fake, type S3FakeOptions, s3Fake } from '@patchbay/storage-s3/fake';
import { type FaultServer, serve } from '@patchbay/testing/node';
import { bucket, credentials } from './account.ts';

export { bucket, credentials };

/** An adapter over a fake, in real time. */
export interface Made extends AsyncDisposable {
  readonly storage: S3Storage;
  readonly fake: S3Fake;
  readonly server: FaultServer;
  /** How many requests came whole and have no answer yet. */
  readonly underWay: number;
  /** `PUT /bucket/key`, without the query. */
  requests(): readonly string[];
}

export async function made(
  options: Partial<S3StorageOptions> = {},
  fakeOptions: S3FakeOptions = {},
  setup: Setup = {},
): Promise<Made> {
  const fake = s3Fake(fakeOptions);
  let underWay = 0;
  const server = await serve(async (request) => {
    underWay += 1;
    try {
      return await fake.handle(request);
    } finally {
      underWay -= 1;
    }
  });
  const storage = s3Storage(
    { bucket, region: 'us-east-1', ...credentials, baseUrl: server.url, ...options },
    setup,
  );
  return {
    storage,
    fake,
    server,
    get underWay() {
      return underWay;
    },
    requests: () => server.received.map(({ method, target }) => `${method} ${target.split('?')[0]}`),
    async [Symbol.asyncDispose]() {
      await storage.close();
      await server.close();
    },
  };
}
