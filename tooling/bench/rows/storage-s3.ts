import { GetObjectCommand, paginateListObjectsV2, S3 } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type S3Storage, s3Storage } from '@patchbay/storage-s3';
import type { Group } from '../group.ts';
import type { Contest, Row, Target } from '../measure.ts';
import { transfers } from './s3-transfers.ts';

const bucket = 'bench';
const region = 'us-east-1';
const credentials = { accessKeyId: 'AKIABENCH00000000000', secretAccessKey: 'bench-secret-access-key' };
const small = new Uint8Array(4096).fill(7);
const key = 'small/4096';

const names = { raw: 'the SDK', ours: 'patchbay' } as const;

/**
 * Beyond 1.2 something was added that does not belong there: a second digest, another copy, a chain of middleware that
 * is built for each call. Two runs of the very same code differ by up to a tenth where the machine has other work.
 */
const besideSdk: readonly Target[] = [{ row: names.ours, beside: names.raw, atMost: 1.05, failsAbove: 1.3 }];

/** S3 through our adapter, beside its SDK as it comes, over one server. */
export const storageS3: Group = async ({ url, isLong }) => {
  const sdk = new S3({ region, endpoint: url, forcePathStyle: true, credentials });
  const storage = s3Storage({ bucket, region, baseUrl: url, ...credentials });
  return {
    contests: [...operations(sdk, storage), ...transfers(sdk, storage, { bucket, isLong })],
    async [Symbol.asyncDispose]() {
      sdk.destroy();
      await storage.close();
    },
  };
};

const often = { calls: 64, rounds: 30, parallel: 16, targets: besideSdk } as const;
const request = { Bucket: bucket, Key: key };

function operations(sdk: S3, storage: S3Storage): readonly Contest[] {
  return [
    {
      ...often,
      title: 'S3: put 4 KiB',
      rows: rows(
        () => sdk.putObject({ ...request, Body: small, ContentType: 'image/png' }),
        () => storage.put(key, small, { contentType: 'image/png' }),
      ),
    },
    {
      ...often,
      title: 'S3: get 4 KiB',
      rows: rows(
        async () => (await sdk.getObject(request)).Body?.transformToByteArray(),
        async () => (await storage.get(key)).bytes(),
      ),
    },
    {
      ...often,
      title: 'S3: head',
      rows: rows(
        () => sdk.headObject(request),
        () => storage.head(key),
      ),
    },
    {
      title: 'S3: list 10,000 keys',
      calls: 1,
      rounds: 10,
      // No small operation: each of the 10,000 entries is checked and keeps what S3 said of it.
      targets: [{ row: names.ours, beside: names.raw, atMost: 1.05, failsAbove: 1.35 }],
      rows: rows(
        async () => countAll(sdkList(sdk)),
        async () => countAll(storage.list()),
      ),
    },
    {
      title: 'S3: presign a GET',
      calls: 100,
      rounds: 16,
      targets: besideSdk,
      rows: rows(
        () => getSignedUrl(sdk, new GetObjectCommand(request), { expiresIn: 900 }),
        () => storage.presign.get(key, { expiresInSeconds: 900 }),
      ),
    },
  ];
}

async function* sdkList(client: S3): AsyncGenerator<object> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket }))
    yield* Contents;
}

async function countAll(entries: AsyncIterable<object>): Promise<void> {
  let count = 0;
  for await (const _ of entries) count += 1;
  if (count !== 10_000) throw new Error(`${count} entries came.`);
}

function rows(raw: Row['call'], ours: Row['call']): readonly Row[] {
  return [
    { name: names.raw, call: raw },
    { name: names.ours, call: ours },
  ];
}
