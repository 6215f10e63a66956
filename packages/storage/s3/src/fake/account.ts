import { randomBytes } from 'node:crypto';
import type { Checksum, ChecksumAlgorithm } from './content/checksums.ts';
import type { ContentStore } from './content/store.ts';
import type { DeleteMarker, History, Properties, StoredObject, StoredPart } from './history.ts';
import { createHistory } from './history.ts';
import type { S3FakeBucket, S3FakeCorsRule, S3FakeCredentials } from './types.ts';

/** Everything behind the endpoint. */
export interface Account {
  readonly region: string;
  readonly credentials: readonly S3FakeCredentials[];
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly store: ContentStore;
}

export interface Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly initiated: number;
  /** The bucket's revision when the upload began. */
  readonly revision: number;
  readonly properties: Properties;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: Checksum['type'] } | undefined;
  readonly parts: Map<number, StoredPart>;
}

/** A place for objects, and how it treats them. */
export interface Bucket extends Omit<History, 'push'> {
  readonly name: string;
  readonly region: string;
  readonly created: number;
  readonly publicRead: boolean;
  readonly acls: boolean;
  versioning: 'off' | 'Enabled' | 'Suspended';
  cors: readonly S3FakeCorsRule[];
  readonly uploads: Map<string, Upload>;
  /** The object that a plain GET answers with. */
  current(key: string): StoredObject | undefined;
  /** Makes an object the current one. */
  commit(object: Omit<StoredObject, 'kind' | 'versionId'>): StoredObject;
  /** Deletes as a plain DELETE does: with a marker where the bucket is versioned. */
  markDeleted(key: string, now: number): DeleteMarker | undefined;
}

export function createBucket(settings: S3FakeBucket, region: string, created: number): Bucket {
  const history = createHistory();
  const bucket: Bucket = {
    ...history,
    get revision() {
      return history.revision;
    },
    name: settings.name,
    region: settings.region ?? region,
    created,
    publicRead: settings.publicRead ?? false,
    acls: settings.acls ?? false,
    versioning: settings.versioning ?? 'off',
    cors: settings.cors ?? [],
    uploads: new Map(),
    current(key) {
      const [newest] = history.versionsOf(key);
      return newest?.kind === 'object' ? newest : undefined;
    },
    commit(object) {
      const stored: StoredObject = { ...object, kind: 'object', versionId: newVersionId(bucket.versioning) };
      history.push(stored);
      return stored;
    },
    markDeleted(key, lastModified) {
      if (bucket.versioning === 'off') {
        history.removeVersion(key, 'null');
        return undefined;
      }
      const versionId = newVersionId(bucket.versioning);
      const marker: DeleteMarker = { kind: 'deleteMarker', key, versionId, lastModified };
      history.push(marker);
      return marker;
    },
  };
  return bucket;
}

/** Letters and digits that mean nothing to a client. */
export function randomId(bytes: number): string {
  return randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, '.');
}

function newVersionId(versioning: Bucket['versioning']): string {
  return versioning === 'Enabled' ? randomId(24) : 'null';
}
