import type {
  AbortMultipartUploadCommandInput,
  CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommandInput,
  HeadObjectCommandOutput,
  ListMultipartUploadsCommandInput,
  ListPartsCommandInput,
  UploadPartCommandInput,
  UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import type {
  CompleteUpload,
  CopyObject,
  CreateUpload,
  PartInfo,
  UploadPart,
  UploadSession,
} from '@patchbay/storage';
import { fromCursor } from '@patchbay/storage/embedded';
import { toMetadata } from './metadata.ts';
import { type Place, toCondition, toContentHeaders, toCopySource, toKept } from './object.ts';
import { toProtection } from './protection.ts';

const mostItems = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export function toCreate(
  place: Place,
  { key, metadata, vendor, ...fields }: CreateUpload,
): CreateMultipartUploadCommandInput {
  return {
    Bucket: place.bucket,
    Key: key,
    ContentType: 'application/octet-stream',
    ...toContentHeaders(fields),
    ...(metadata !== undefined && { Metadata: toMetadata(metadata) }),
    ...wholeChecksum(place),
    ...vendor,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export function toPart(place: Place, { session, number, body }: UploadPart): UploadPartCommandInput {
  return {
    ...toSession(place, session),
    PartNumber: number,
    Body: body,
    ContentLength: body.byteLength,
    ...toProtection(place, body),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export function toParts(
  place: Place,
  session: UploadSession,
  cursor: string | undefined,
  limit: number | undefined,
): ListPartsCommandInput {
  return {
    ...toSession(place, session),
    MaxParts: Math.min(limit ?? mostItems, mostItems),
    ...(cursor !== undefined && { PartNumberMarker: cursor }),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export function toComplete(
  place: Place,
  { session, parts, ...condition }: CompleteUpload,
): CompleteMultipartUploadCommandInput {
  return {
    ...toSession(place, session),
    MultipartUpload: { Parts: parts.map(toNamedPart) },
    ...toCondition(condition),
  };
}

/** Which upload. */
export function toSession(
  { bucket }: Place,
  { id, key }: UploadSession,
): AbortMultipartUploadCommandInput & { readonly UploadId: string } {
  return { Bucket: bucket, Key: key, UploadId: id };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export function toOpenUploads(
  { bucket }: Place,
  prefix: string | undefined,
  cursor: string | undefined,
  limit: number | undefined,
): ListMultipartUploadsCommandInput {
  const [id = '', ...key] = fromCursor(cursor)?.split(' ') ?? [];
  return {
    Bucket: bucket,
    EncodingType: 'url',
    MaxUploads: Math.min(limit ?? mostItems, mostItems),
    ...(prefix !== undefined && { Prefix: prefix }),
    ...(cursor !== undefined && { UploadIdMarker: id, KeyMarker: key.join(' ') }),
  };
}

/** A copy that is too large for one request, before its parts. */
export function toCopyUpload(
  place: Place,
  input: CopyObject,
  source: HeadObjectCommandOutput,
): CreateMultipartUploadCommandInput {
  return { Bucket: place.bucket, Key: input.to, ...toKept(input, source), ...wholeChecksum(place) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export function toCopyPart(
  place: Place,
  session: UploadSession,
  number: number,
  source: { readonly key: string; readonly etag: string; readonly start: number; readonly end: number },
): UploadPartCopyCommandInput {
  return {
    ...toSession(place, session),
    PartNumber: number,
    CopySource: toCopySource(place, source.key),
    CopySourceIfMatch: source.etag,
    CopySourceRange: `bytes=${source.start}-${source.end}`,
  };
}

/** A checksum of the whole, put together from those of the parts. */
function wholeChecksum({ dialect = 'aws' }: Place) {
  return dialect === 'aws' ? ({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const) : {};
}

function toNamedPart({ number, etag, checksum }: PartInfo) {
  return {
    PartNumber: number,
    ETag: etag,
    ...(checksum?.algorithm === 'crc32' && { ChecksumCRC32: checksum.value }),
  };
}
