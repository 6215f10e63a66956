import type { Bucket } from '../account.ts';
import type { Properties } from '../history.ts';
import type { FieldSource } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import { parseTagging } from './tags.ts';

const kept = ['cache-control', 'content-disposition', 'content-language', 'expires'] as const;
const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];
const metadataPrefix = 'x-amz-meta-';
const metadataBytes = 2048;
const keyBytes = 1024;

/** `x-amz-*` that the fake speaks. S3 knows more; the fake refuses those. */
const spoken = new Set([
  'x-amz-acl',
  'x-amz-checksum-algorithm',
  'x-amz-checksum-crc32',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-crc64nvme',
  'x-amz-checksum-mode',
  'x-amz-checksum-sha1',
  'x-amz-checksum-sha256',
  'x-amz-checksum-type',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-copy-source-range',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-metadata-directive',
  'x-amz-mp-object-size',
  'x-amz-optional-object-attributes',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
  'x-amz-tagging',
  'x-amz-tagging-directive',
  'x-amz-trailer',
  'x-amz-user-agent',
  // Of presigned URLs.
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-expires',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/** Refuses headers that ask for what the fake does not do. */
export function checkSpoken(source: FieldSource): void {
  const unknown = source
    .headerNames()
    .find((name) => name.startsWith('x-amz-') && !name.startsWith(metadataPrefix) && !spoken.has(name));
  const encryption = source.header('x-amz-server-side-encryption') ?? 'AES256';
  if (unknown !== undefined || encryption !== 'AES256') {
    throw rejection('NotImplemented', undefined, { Header: unknown ?? 'x-amz-server-side-encryption' });
  }
}

/** What headers, or the fields of a form, say about an object. */
export function propertiesFrom(source: FieldSource, bucket: Bucket): Properties {
  checkAcl(source.header('x-amz-acl') ?? source.header('acl'), bucket);
  const storageClass = source.header('x-amz-storage-class') ?? 'STANDARD';
  if (!storageClasses.includes(storageClass)) throw rejection('InvalidStorageClass');
  return {
    headers: contentHeaders(source),
    metadata: metadataFrom(source),
    storageClass,
    tags: parseTagging(source.header('x-amz-tagging')),
  };
}

/** A key within S3's length. */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > keyBytes)
    throw rejection('KeyTooLongError', undefined, { Size: size, MaxSizeAllowed: keyBytes });
}

function contentHeaders(source: FieldSource): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {
    'content-type': source.header('content-type') || 'binary/octet-stream',
  };
  for (const name of kept) {
    const value = source.header(name);
    if (value !== undefined && value !== '') headers[name] = value;
  }
  const encoding = (source.header('content-encoding') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked');
  if (encoding.length > 0) headers['content-encoding'] = encoding.join(',');
  return headers;
}

function metadataFrom(source: FieldSource): Readonly<Record<string, string>> {
  const entries = source
    .headerNames()
    .filter((name) => name.startsWith(metadataPrefix))
    .map((name) => [name.slice(metadataPrefix.length), source.header(name) ?? ''] as const);
  const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  if (size > metadataBytes) {
    throw rejection('MetadataTooLarge', undefined, { Size: size, MaxSizeAllowed: metadataBytes });
  }
  return Object.fromEntries(entries);
}

/** Buckets refuse access control lists by default since April 2023; those that say nothing new pass. */
function checkAcl(acl: string | undefined, bucket: Bucket): void {
  if (acl === undefined || bucket.acls || acl === 'bucket-owner-full-control' || acl === 'private') return;
  throw rejection('AccessControlListNotSupported');
}
