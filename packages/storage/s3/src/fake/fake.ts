import type { Account, Bucket } from './account.ts';
import { createBucket } from './account.ts';
import { bytesOf, folderStore, memoryStore } from './content/store.ts';
import type { StoredObject } from './history.ts';
import { completeRoutes } from './multipart/complete.ts';
import { uploadListRoutes } from './multipart/lists.ts';
import { partRoutes } from './multipart/parts.ts';
import { uploadRoutes } from './multipart/uploads.ts';
import { bucketRoutes } from './objects/buckets.ts';
import { copyRoutes } from './objects/copy.ts';
import { corsRoutes } from './objects/cors.ts';
import { deleteRoutes } from './objects/delete.ts';
import { getRoutes } from './objects/get.ts';
import { listRoutes } from './objects/list.ts';
import { postRoutes } from './objects/post.ts';
import { putRoutes } from './objects/put.ts';
import { taggingRoutes } from './objects/tags.ts';
import type { Api } from './protocol/api.ts';
import { answerApi } from './protocol/api.ts';
import { plannedFaults } from './protocol/faults.ts';
import type {
  S3Fake,
  S3FakeCredentials,
  S3FakeObject,
  S3FakeOptions,
  S3FakeUpload,
  S3FakeVersion,
} from './types.ts';

const routes = [
  ...bucketRoutes,
  ...corsRoutes,
  ...putRoutes,
  ...getRoutes,
  ...deleteRoutes,
  ...copyRoutes,
  ...listRoutes,
  ...taggingRoutes,
  ...uploadRoutes,
  ...partRoutes,
  ...uploadListRoutes,
  ...completeRoutes,
  ...postRoutes,
];

const defaultCredentials: S3FakeCredentials = {
  accessKeyId: 'AKIAFAKE00000000FAKE',
  secretAccessKey: 'fake-secret-access-key',
};

/**
 * A strict fake of S3: it verifies what S3 verifies, refuses what it does not speak, and shows what it holds.
 *
 * @example
 * const fake = s3Fake({ buckets: ['uploads'] });
 * await using server = await serve(fake);
 * const client = new S3Client({ endpoint: server.url, forcePathStyle: true, region: 'us-east-1', credentials });
 */
export function s3Fake(options: S3FakeOptions = {}): S3Fake {
  let api = newApi(options);
  const bucketNamed = (name: string): Bucket => {
    const bucket = api.account.buckets.get(name);
    if (bucket === undefined) throw new Error(`The fake has no bucket ${name}.`);
    return bucket;
  };
  return {
    handle: (request, received) =>
      answerApi(api, { request, target: received?.target ?? targetOf(request.url) }),
    objects: (name) => objectsOf(bucketNamed(name)),
    versions: (name) => versionsOf(bucketNamed(name)),
    uploads: (name) => uploadsOf(bucketNamed(name)),
    async bytes(name, key) {
      const object = bucketNamed(name).current(key);
      return object && (await bytesOf(object.content));
    },
    get log() {
      return api.log;
    },
    fault: (fault) => api.faults.plan(fault),
    async reset() {
      const { store } = api.account;
      api = newApi(options);
      await store.clear();
    },
  };
}

function newApi({ now = Date.now, ...options }: S3FakeOptions): Api {
  const { region = 'us-east-1', credentials = defaultCredentials, keep = 'memory' } = options;
  const buckets = (options.buckets ?? ['bucket'])
    .map((bucket) => (typeof bucket === 'string' ? { name: bucket } : bucket))
    .map((settings) => [settings.name, createBucket(settings, region, now())] as const);
  const account: Account = {
    region,
    credentials: [credentials].flat(),
    buckets: new Map(buckets),
    store: keep === 'memory' ? memoryStore() : folderStore(keep.folder),
  };
  const endpoints = options.endpoints ?? [`s3.${region}.amazonaws.com`, 's3.amazonaws.com', 'localhost'];
  return { account, routes, endpoints, faults: plannedFaults(), log: [], now };
}

function targetOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

function objectsOf(bucket: Bucket): readonly S3FakeObject[] {
  return bucket.keys().flatMap((key) => {
    const object = bucket.current(key);
    return object === undefined ? [] : [shown(bucket, object)];
  });
}

function versionsOf(bucket: Bucket): readonly S3FakeVersion[] {
  return bucket
    .keys()
    .flatMap((key) => bucket.versionsOf(key))
    .map((version) => {
      const { kind, key, versionId } = version;
      return kind === 'object' ? { kind, ...shown(bucket, version) } : { kind, key, versionId };
    });
}

function uploadsOf(bucket: Bucket): readonly S3FakeUpload[] {
  return [...bucket.uploads.values()].map(({ key, uploadId, initiated, parts }) => ({
    key,
    uploadId,
    initiated: new Date(initiated),
    parts: [...parts.values()].map(({ partNumber, size }) => ({ partNumber, size })),
  }));
}

function shown(bucket: Bucket, object: StoredObject): S3FakeObject {
  const { key, content, etag, sha256, metadata, headers, tags, storageClass, checksum, parts } = object;
  return {
    key,
    size: content.size,
    etag: `"${etag}"`,
    sha256,
    metadata,
    headers,
    tags,
    storageClass,
    ...(checksum && { checksum }),
    ...(parts && { parts: parts.map(({ size }) => size) }),
    ...(bucket.versioning !== 'off' && { versionId: object.versionId }),
    lastModified: new Date(object.lastModified),
  };
}
