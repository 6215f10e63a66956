import { createHash } from 'node:crypto';
import { S3 } from '@aws-sdk/client-s3';
import type { FarObject } from '@patchbay/storage/conformance';
import { fromMetadata } from '../../src/request/metadata.ts';
import type { PeerServer } from './harness.ts';

/** What a bucket of the server holds, asked for with the bare SDK. */
export interface FarSide {
  readonly client: S3;
  objects(): Promise<readonly FarObject[]>;
  uploads(): Promise<readonly string[]>;
}

export function farSide({ url, accessKeyId, secretAccessKey }: PeerServer, bucket: string): FarSide {
  const client = new S3({
    endpoint: url,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return {
    client,
    objects: async () => Promise.all((await keysIn(client, bucket)).map((key) => read(client, bucket, key))),
    async uploads() {
      const { Uploads = [] } = await client.listMultipartUploads({ Bucket: bucket });
      return Uploads.map(({ UploadId = '' }) => UploadId);
    },
  };
}

async function keysIn(client: S3, bucket: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.listObjectsV2({
      Bucket: bucket,
      EncodingType: 'url',
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const named = (page.Contents ?? []).map(({ Key = '' }) => Key);
    const isEncoded = page.EncodingType === 'url';
    keys.push(...(isEncoded ? named.map((key) => decodeURIComponent(key.replaceAll('+', ' '))) : named));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

async function read(client: S3, bucket: string, key: string): Promise<FarObject> {
  const answer = await client.getObject({ Bucket: bucket, Key: key });
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  const { ContentEncoding, ContentDisposition, ContentLanguage, CacheControl } = answer;
  return {
    key,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    contentType: answer.ContentType ?? '',
    metadata: fromMetadata(answer.Metadata),
    ...(ContentEncoding !== undefined && { contentEncoding: ContentEncoding }),
    ...(ContentDisposition !== undefined && { contentDisposition: ContentDisposition }),
    ...(ContentLanguage !== undefined && { contentLanguage: ContentLanguage }),
    ...(CacheControl !== undefined && { cacheControl: CacheControl }),
  };
}
