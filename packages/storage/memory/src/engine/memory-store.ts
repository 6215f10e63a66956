import type { Kit } from '@patchbay/core';
import type { ObjectInfo } from '@patchbay/storage';
import { MemoryObjects } from './memory-objects.ts';

/** An object as it is kept. Its bytes are never changed in place. */
export interface MemoryObject extends Omit<ObjectInfo, 'raw' | 'provider' | 'versionId'> {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly checksum: NonNullable<ObjectInfo['checksum']>;
}

/** An upload in parts that is neither completed nor aborted. */
export interface MemoryUpload {
  readonly id: string;
  readonly key: string;
  readonly startedAt: Date;
  /** What is kept beside the bytes. */
  readonly fields: Pick<
    ObjectInfo,
    'contentType' | 'contentEncoding' | 'contentDisposition' | 'contentLanguage' | 'cacheControl' | 'metadata'
  >;
  readonly parts: Map<number, MemoryPart>;
}

/** One part of an upload. */
export interface MemoryPart {
  readonly etag: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Objects in memory. Instances that are given the same store see the same objects.
 * @example
 * const store = new MemoryStore();
 * const [one, other] = [memoryStorage({ store }), memoryStorage({ store })];
 */
export class MemoryStore {
  /** By key. @internal */
  readonly objects: Map<string, MemoryObject> = new Map();
  /** By id. @internal */
  readonly uploads: Map<string, MemoryUpload> = new Map();

  /** The store on the clock of one instance. @internal */
  open({ clock }: Pick<Kit, 'clock'>): MemoryObjects {
    return new MemoryObjects(this, clock);
  }
}
