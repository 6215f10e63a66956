import type { Bucket } from '../account.ts';
import type { StoredObject, Version } from '../history.ts';
import { rejection } from '../protocol/errors.ts';

/** The object that a key, or a key and a version id, names. */
export function findVersion(bucket: Bucket, key: string, versionId?: string): StoredObject {
  const versions = bucket.versionsOf(key);
  const found = versionId === undefined ? versions[0] : versions.find(sameId(versionId));
  if (found === undefined) throw notFound(key, versionId);
  if (found.kind === 'object') return found;
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.versionId };
  if (versionId === undefined) throw rejection('NoSuchKey', undefined, { Key: key }, headers);
  throw rejection(
    'MethodNotAllowed',
    undefined,
    { Method: 'GET', ResourceType: 'DeleteMarker' },
    { ...headers, allow: 'DELETE', 'last-modified': new Date(found.lastModified).toUTCString() },
  );
}

/** Version ids are shown while, and after, a bucket is versioned. */
export function versionHeaders(
  bucket: Bucket,
  version: Version | undefined,
): Readonly<Record<string, string>> {
  return bucket.versioning === 'off' || version === undefined
    ? {}
    : { 'x-amz-version-id': version.versionId };
}

function notFound(key: string, versionId: string | undefined) {
  if (versionId === undefined) return rejection('NoSuchKey', undefined, { Key: key });
  if (versionId !== 'null' && !/^[\w.]{32}$/.test(versionId)) {
    return rejection('InvalidArgument', 'Invalid version id specified', {
      ArgumentName: 'versionId',
      ArgumentValue: versionId,
    });
  }
  return rejection('NoSuchVersion', undefined, { Key: key, VersionId: versionId });
}

function sameId(versionId: string) {
  return (version: Version) => version.versionId === versionId;
}
