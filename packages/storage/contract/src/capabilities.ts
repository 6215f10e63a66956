import type { Capabilities } from '@patchbay/core';
import type { StorageApi } from './api.ts';

/** What a provider can do within an operation. */
export type StorageTrait =
  | 'put.if_absent'
  | 'put.if_match'
  | 'delete.if_match'
  | 'copy.if_absent'
  | 'copy.if_match'
  | 'metadata'
  | 'content_headers'
  | 'versions'
  | 'presign.get'
  | 'presign.put'
  | 'presign.put.size'
  | 'presign.head'
  | 'presign.delete'
  | 'presign.post';

/**
 * How large bodies go up: as one stream, or in parts that the contract cuts, sends and puts together. A driver keeps no
 * part beyond its call: the memory is used again for the next one.
 */
export type UploadSupport =
  | { readonly kind: 'stream' }
  | {
      readonly kind: 'parts';
      readonly minPartBytes: number;
      readonly maxPartBytes: number;
      readonly maxParts: number;
    };

/** What a provider takes at most. */
export interface StorageLimits {
  readonly objectBytes: number;
  /** Of one `put` without parts. */
  readonly putBytes: number;
  /** Names and values of one object's metadata together, in octets; 0 without. */
  readonly metadataBytes: number;
  /** Keys of one `deleteMany` request; the contract cuts longer lists. */
  readonly deleteKeys: number;
  /** Longest life of a presigned URL; 0 without. */
  readonly presignSeconds: number;
}

/** What one provider can do: an `as const satisfies StorageCapabilities` object per adapter. */
export interface StorageCapabilities extends Capabilities<StorageApi> {
  readonly traits: Readonly<Record<StorageTrait, boolean>>;
  readonly upload: UploadSupport;
  readonly limits: StorageLimits;
}
