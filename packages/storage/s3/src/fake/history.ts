import type { Checksum } from './content/checksums.ts';
import type { Content } from './content/store.ts';

/** What a sender says about an object beside its bytes. */
export interface Properties {
  /** Standard headers that are answered as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StoredObject extends Properties {
  readonly kind: 'object';
  readonly key: string;
  /** `null` while the bucket is not versioned. */
  readonly versionId: string;
  /** Hex, with `-<parts>` after a multipart upload; without quotes. */
  readonly etag: string;
  readonly sha256: string;
  readonly content: Content;
  readonly checksum: Checksum | undefined;
  readonly parts: readonly StoredPart[] | undefined;
  /** Epoch milliseconds. */
  readonly lastModified: number;
}

export interface DeleteMarker {
  readonly kind: 'deleteMarker';
  readonly key: string;
  readonly versionId: string;
  readonly lastModified: number;
}

export type Version = StoredObject | DeleteMarker;

export interface StoredPart {
  readonly partNumber: number;
  readonly size: number;
  readonly etag: string;
  readonly content: Content;
  readonly checksum: Checksum | undefined;
  readonly lastModified: number;
}

/** All versions of all keys of a bucket. */
export interface History {
  /** Grows with each change of a key. */
  readonly revision: number;
  /** The revision that last changed a key, 0 if none has. */
  changedAt(key: string): number;
  /** Keys that have versions, in UTF-8 byte order. */
  keys(): readonly string[];
  /** Newest first. */
  versionsOf(key: string): readonly Version[];
  /** Makes a version the newest one. The version `null` replaces an older `null`. */
  push(version: Version): void;
  /** Deletes one version for good. */
  removeVersion(key: string, versionId: string): Version | undefined;
  /** Puts another object in the place of the one with its version id; no revision comes of it. */
  replace(object: StoredObject): void;
}

export function createHistory(): History {
  const versions = new Map<string, readonly Version[]>();
  const changes = new Map<string, number>();
  let revision = 0;
  let sorted: readonly string[] | undefined;
  const versionsOf = (key: string) => versions.get(key) ?? [];
  const change = (key: string, next: readonly Version[]) => {
    if (versions.has(key) !== next.length > 0) sorted = undefined;
    if (next.length > 0) versions.set(key, next);
    else versions.delete(key);
    changes.set(key, ++revision);
  };
  return {
    get revision() {
      return revision;
    },
    changedAt: (key) => changes.get(key) ?? 0,
    keys: () => (sorted ??= sortedKeys(versions.keys())),
    versionsOf,
    push(version) {
      const replaced = version.versionId === 'null' ? 'null' : undefined;
      const older = versionsOf(version.key).filter(({ versionId }) => versionId !== replaced);
      change(version.key, [version, ...older]);
    },
    removeVersion(key, versionId) {
      const found = versionsOf(key).find((version) => version.versionId === versionId);
      const rest = versionsOf(key).filter((version) => version !== found);
      if (found !== undefined) change(key, rest);
      return found;
    },
    replace(object) {
      const next = versionsOf(object.key).map((version) =>
        version.versionId === object.versionId ? object : version,
      );
      versions.set(object.key, next);
    },
  };
}

/** S3 orders keys by their bytes in UTF-8, which is not JavaScript's order beyond U+FFFF. */
export function sortedKeys(keys: Iterable<string>): readonly string[] {
  return [...keys]
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ key }) => key);
}

export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
