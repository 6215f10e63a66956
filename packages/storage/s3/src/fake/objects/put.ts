import type { Bucket } from '../account.ts';
import { type Checksum, checksumHeader } from '../content/checksums.ts';
import type { Properties, StoredObject } from '../history.ts';
import { bucketOf, emptyAnswer } from '../protocol/call.ts';
import { type Payload, receivePayload } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import { checkWrite } from './conditions.ts';
import { checkKey, propertiesFrom } from './properties.ts';
import { versionHeaders } from './versions.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putRoutes: readonly Route[] = [
  {
    operation: 'PutObject',
    method: 'PUT',
    on: 'object',
    async answer(call) {
      const bucket = bucketOf(call);
      const { key } = call.address;
      const { revision } = bucket;
      checkKey(key);
      const properties = propertiesFrom(call, bucket);
      checkWrite(call, bucket, key, revision);
      const payload = await receivePayload(call, call.account.store, { fallback: 'CRC64NVME' });
      checkWrite(call, bucket, key, revision);
      const object = bucket.commit(objectOf(key, payload, properties, call.now));
      return emptyAnswer(200, writtenHeaders(bucket, object));
    },
  },
];

/** An object from one body. */
export function objectOf(
  key: string,
  { content, md5, sha256, checksum }: Payload,
  properties: Properties,
  lastModified: number,
): Omit<StoredObject, 'kind' | 'versionId'> {
  const etag = md5.toString('hex');
  return { ...properties, key, etag, sha256, content, checksum, parts: undefined, lastModified };
}

/** What a write answers in its head. */
export function writtenHeaders(bucket: Bucket, object: StoredObject): Readonly<Record<string, string>> {
  return {
    etag: `"${object.etag}"`,
    'x-amz-server-side-encryption': 'AES256',
    ...versionHeaders(bucket, object),
    ...checksumHeaders(object.checksum),
  };
}

export function checksumHeaders(checksum: Checksum | undefined): Readonly<Record<string, string>> {
  return checksum === undefined
    ? {}
    : { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
