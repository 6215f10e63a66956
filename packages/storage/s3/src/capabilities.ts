import type { StorageCapabilities } from '@patchbay/storage';

const mebibyte = 1024 ** 2;

/** What S3 can do: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html (2026-11-22). */
export const capabilities = {
  provider: 's3',
  operations: {
    put: 'native',
    get: 'native',
    head: 'native',
    list: 'native',
    delete: 'native',
    deleteMany: 'native',
    copy: 'composed',
    'uploads.create': 'native',
    'uploads.put': 'native',
    'uploads.parts': 'native',
    'uploads.complete': 'native',
    'uploads.abort': 'native',
    'uploads.list': 'native',
  },
  traits: {
    'put.if_absent': true,
    'put.if_match': true,
    'delete.if_match': true,
    'copy.if_absent': true,
    'copy.if_match': true,
    metadata: true,
    content_headers: true,
    versions: true,
    'presign.get': true,
    'presign.put': true,
    'presign.put.size': true,
    'presign.head': true,
    'presign.delete': true,
    'presign.post': true,
  },
  idempotency: { kind: 'none' },
  upload: {
    kind: 'parts',
    minPartBytes: 5 * mebibyte,
    maxPartBytes: 5 * 1024 * mebibyte,
    maxParts: 10_000,
  },
  limits: {
    objectBytes: 5 * 1024 ** 2 * mebibyte,
    putBytes: 5 * 1024 * mebibyte,
    metadataBytes: 2048,
    deleteKeys: 1000,
    presignSeconds: 604_800,
  },
} as const satisfies StorageCapabilities;
