import type {
  CopyObjectCommandInput,
  DeleteObjectCommandInput,
  DeleteObjectsCommandInput,
  GetObjectCommandInput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  ListObjectsV2CommandInput,
  PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import type {
  ByteRange,
  ContentHeaders,
  CopyObject,
  DeleteObject,
  GetObject,
  HeadObject,
  ListObjects,
  PutFields,
  WriteCondition,
} from '@patchbay/storage';
import type { S3StorageOptions } from '../options.ts';
import { toMetadata } from './metadata.ts';
import { toProtection } from './protection.ts';

/** Where requests go, and in which words. */
export type Place = Pick<S3StorageOptions, 'bucket' | 'dialect'>;

const defaultType = 'application/octet-stream';
const mostKeys = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export function toPut(
  place: Place,
  key: string,
  bytes: Uint8Array,
  { metadata, checksum, vendor, ...fields }: PutFields,
): PutObjectCommandInput {
  return {
    Bucket: place.bucket,
    Key: key,
    Body: bytes,
    ContentLength: bytes.byteLength,
    ContentType: defaultType,
    ...toContentHeaders(fields),
    ...(metadata !== undefined && { Metadata: toMetadata(metadata) }),
    ...toProtection(place, bytes, checksum),
    ...toCondition(fields),
    ...vendor,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function toGet(
  { bucket }: Place,
  { key, range, ifMatch, ifNoneMatch, versionId }: GetObject,
): GetObjectCommandInput {
  return {
    Bucket: bucket,
    Key: key,
    ...(range !== undefined && { Range: toRange(range) }),
    ...(ifMatch !== undefined && { IfMatch: ifMatch }),
    ...(ifNoneMatch !== undefined && { IfNoneMatch: ifNoneMatch }),
    ...(versionId !== undefined && { VersionId: versionId }),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export function toHead({ bucket, dialect }: Place, { key, versionId }: HeadObject): HeadObjectCommandInput {
  return {
    Bucket: bucket,
    Key: key,
    ...(dialect !== 'generic' && { ChecksumMode: 'ENABLED' }),
    ...(versionId !== undefined && { VersionId: versionId }),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function toList(
  { bucket }: Place,
  { prefix, delimiter, startAfter }: ListObjects,
  cursor: string | undefined,
  limit: number | undefined,
): ListObjectsV2CommandInput {
  return {
    Bucket: bucket,
    EncodingType: 'url', // XML cannot carry every key
    MaxKeys: Math.min(limit ?? mostKeys, mostKeys),
    ...(prefix !== undefined && { Prefix: prefix }),
    ...(delimiter !== undefined && { Delimiter: delimiter }),
    ...(startAfter !== undefined && { StartAfter: startAfter }),
    ...(cursor !== undefined && { ContinuationToken: cursor }),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export function toDelete(
  { bucket }: Place,
  { key, ifMatch, versionId }: DeleteObject,
): DeleteObjectCommandInput {
  return {
    Bucket: bucket,
    Key: key,
    ...(ifMatch !== undefined && { IfMatch: ifMatch }),
    ...(versionId !== undefined && { VersionId: versionId }),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export function toDeleteMany({ bucket }: Place, keys: readonly string[]): DeleteObjectsCommandInput {
  return { Bucket: bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: false } };
}

/**
 * A copy of the version that `source` tells of: what is not named stays.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export function toCopy(
  place: Place,
  input: CopyObject,
  source: HeadObjectCommandOutput,
): CopyObjectCommandInput {
  const { from, to, metadata, contentType, ...condition } = input;
  const replaces = metadata !== undefined || contentType !== undefined;
  return {
    Bucket: place.bucket,
    Key: to,
    CopySource: toCopySource(place, from),
    ...(source.ETag !== undefined && { CopySourceIfMatch: source.ETag }),
    ...(replaces && { MetadataDirective: 'REPLACE', ...toKept(input, source) }),
    ...toCondition(condition),
  };
}

/** What a copy keeps beside the bytes. */
export function toKept(
  { metadata, contentType }: Pick<CopyObject, 'metadata' | 'contentType'>,
  source: HeadObjectCommandOutput,
) {
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType, Metadata } =
    source;
  return {
    CacheControl,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentType: contentType ?? ContentType,
    Metadata: metadata === undefined ? Metadata : toMetadata(metadata),
  };
}

/** The SDK encodes keys in paths, and not this one. */
export function toCopySource({ bucket }: Place, key: string): string {
  return `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

/** What holds for a write. */
export function toCondition({ ifAbsent, ifMatch }: WriteCondition) {
  return { ...(ifAbsent && { IfNoneMatch: '*' }), ...(ifMatch !== undefined && { IfMatch: ifMatch }) };
}

/** What HTTP says of a body. */
export function toContentHeaders(fields: ContentHeaders) {
  const { contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl } = fields;
  return {
    ...(contentType !== undefined && { ContentType: contentType }),
    ...(contentEncoding !== undefined && { ContentEncoding: contentEncoding }),
    ...(contentDisposition !== undefined && { ContentDisposition: contentDisposition }),
    ...(contentLanguage !== undefined && { ContentLanguage: contentLanguage }),
    ...(cacheControl !== undefined && { CacheControl: cacheControl }),
  };
}

function toRange(range: ByteRange): string {
  if ('suffix' in range) return `bytes=-${range.suffix}`;
  return `bytes=${range.start}-${range.end ?? ''}`;
}
