import type { Bucket } from '../account.ts';
import type { StoredObject, Version } from '../history.ts';
import { bucketOf, type Call, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import type { Route } from '../protocol/router.ts';
import { type XmlValue, xmlDocument } from '../protocol/xml.ts';
import { listPage, nameEncoder, pageSize } from './listing.ts';

const common = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and API_ListObjectVersions.html */
export const listRoutes: readonly Route[] = [
  {
    operation: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    marker: ['list-type'],
    query: [...common, 'continuation-token', 'start-after', 'fetch-owner'],
    answer: listObjects,
  },
  {
    operation: 'ListObjectVersions',
    method: 'GET',
    on: 'bucket',
    marker: ['versions'],
    query: [...common, 'key-marker', 'version-id-marker'],
    answer: listVersions,
  },
];

const owner = { ID: 'fake-owner', DisplayName: 'fake-owner' };

function listObjects(call: Call): Response {
  const bucket = bucketOf(call);
  const { query } = call;
  if (query.get('list-type') !== '2') throw rejection('InvalidArgument', 'Invalid list-type');
  const encode = nameEncoder(call);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const token = query.get('continuation-token');
  const after = token === undefined ? (query.get('start-after') ?? '') : readToken(token);
  const maximum = pageSize(call, 'max-keys');
  const keys = bucket.keys().filter((key) => bucket.current(key) !== undefined);
  const page = listPage(keys, { prefix, delimiter, after, maximum });
  return xmlAnswer(
    xmlDocument('ListBucketResult', {
      Name: bucket.name,
      Prefix: encode(prefix),
      ContinuationToken: token,
      NextContinuationToken: page.truncated ? writeToken(page.last) : undefined,
      StartAfter: token === undefined && query.has('start-after') ? encode(after) : undefined,
      KeyCount: page.keys.length + page.commonPrefixes.length,
      MaxKeys: maximum,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: query.get('encoding-type'),
      IsTruncated: page.truncated,
      Contents: page.keys.map((key) => ({
        ...entry(bucket.current(key), encode),
        ...(query.get('fetch-owner') === 'true' && { Owner: owner }),
      })),
      CommonPrefixes: page.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
    }),
    { 'x-amz-bucket-region': bucket.region },
  );
}

function entry(object: StoredObject | undefined, encode: (name: string) => string) {
  if (object === undefined) return {};
  return {
    Key: encode(object.key),
    LastModified: new Date(object.lastModified).toISOString(),
    ETag: `"${object.etag}"`,
    ChecksumAlgorithm: object.checksum?.algorithm,
    ChecksumType: object.checksum?.type,
    Size: object.content.size,
    StorageClass: object.storageClass,
  };
}

function listVersions(call: Call): Response {
  const bucket = bucketOf(call);
  const { query } = call;
  const encode = nameEncoder(call);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const [keyMarker, versionMarker] = [query.get('key-marker') ?? '', query.get('version-id-marker')];
  if (versionMarker !== undefined && keyMarker === '') {
    throw rejection('InvalidArgument', 'A version-id marker cannot be specified without a key marker.');
  }
  const maximum = pageSize(call, 'max-keys');
  const page = versionPage(bucket, { prefix, delimiter, keyMarker, versionMarker, maximum });
  return xmlAnswer(
    xmlDocument('ListVersionsResult', {
      Name: bucket.name,
      Prefix: encode(prefix),
      KeyMarker: encode(keyMarker),
      VersionIdMarker: versionMarker ?? '',
      NextKeyMarker: page.next && encode(page.next.key),
      NextVersionIdMarker: page.next?.versionId,
      MaxKeys: maximum,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: query.get('encoding-type'),
      IsTruncated: page.next !== undefined,
      Version: page.versions.flatMap((version) => versionEntry(bucket, version, encode, 'object')),
      DeleteMarker: page.versions.flatMap((version) => versionEntry(bucket, version, encode, 'deleteMarker')),
      CommonPrefixes: page.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
    }),
  );
}

interface VersionQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly keyMarker: string;
  readonly versionMarker: string | undefined;
  readonly maximum: number;
}

/** Versions of the marked key that are older than the marked version come first, then those of later keys. */
function versionPage(bucket: Bucket, { keyMarker, versionMarker, maximum, ...names }: VersionQuery) {
  const every = listPage(bucket.keys(), { ...names, after: keyMarker, maximum: Number.MAX_SAFE_INTEGER });
  const marked = versionMarker === undefined ? [] : bucket.versionsOf(keyMarker);
  const older = marked.slice(marked.findIndex(({ versionId }) => versionId === versionMarker) + 1);
  const all = [...older, ...every.keys.flatMap((key) => bucket.versionsOf(key))];
  const versions = all.slice(0, maximum);
  const last = versions.at(-1);
  return {
    versions,
    commonPrefixes: every.commonPrefixes,
    next: all.length > maximum && last ? { key: last.key, versionId: last.versionId } : undefined,
  };
}

function versionEntry(
  bucket: Bucket,
  version: Version,
  encode: (name: string) => string,
  kind: Version['kind'],
): XmlValue[] {
  if (version.kind !== kind) return [];
  const shared = {
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: bucket.versionsOf(version.key)[0] === version,
    LastModified: new Date(version.lastModified).toISOString(),
    Owner: owner,
  };
  return [version.kind === 'object' ? { ...entry(version, encode), ...shared } : shared];
}

/** Opaque, and told from made-up ones by its first character. */
function writeToken(last: string): string {
  return `1${Buffer.from(last).toString('base64url')}`;
}

function readToken(token: string): string {
  const last = Buffer.from(token.slice(1), 'base64url').toString();
  if (last !== '' && writeToken(last) === token) return last;
  throw rejection('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}
