import type { StorageCapabilities } from '@patchbay/storage';

/** What the storage in memory can do: everything but versions. */
export const capabilities = {
  provider: 'memory',
  embedded: true,
  operations: {
    put: 'native',
    get: 'native',
    head: 'native',
    list: 'native',
    delete: 'native',
    deleteMany: 'native',
    copy: 'native',
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
    versions: false,
    'presign.get': true,
    'presign.put': true,
    'presign.put.size': true,
    'presign.head': true,
    'presign.delete': true,
    'presign.post': true,
  },
  idempotency: { kind: 'none' },
  upload: { kind: 'stream' },
  limits: {
    objectBytes: 2 ** 32, // Node's longest buffer on 64 bits is larger; 32 bits hold less
    putBytes: 2 ** 32,
    metadataBytes: 65_536,
    deleteKeys: 1000,
    presignSeconds: 604_800,
  },
} as const satisfies StorageCapabilities;
