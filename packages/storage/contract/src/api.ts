import type { CallOptions, ListOptions, Pages } from '@patchbay/core';
import type {
  CopyObject,
  DeleteObject,
  DeleteObjects,
  DeleteResult,
  GetObject,
  HeadObject,
  ListEntry,
  ListObjects,
  ObjectInfo,
  PutObject,
  PutResult,
  StoredBody,
} from './object.ts';
import type {
  CompleteUpload,
  CreateUpload,
  ListUploads,
  OpenUpload,
  PartInfo,
  SessionInput,
  UploadPart,
  UploadSession,
} from './uploads.ts';

/**
 * The operations of the category, as drivers implement them. Users hold `put` and `get` in the richer form of
 * `StorageMethods`. A reader sees the old or the new object whole, never a mix; a write that failed leaves nothing.
 * @sealed
 */
export interface StorageApi {
  /** Writes an object, replacing an earlier one. Resolves when it is durable. */
  put(input: PutObject, options?: CallOptions): Promise<PutResult>;
  /** Reads an object. */
  get(input: string | GetObject, options?: CallOptions): Promise<StoredBody>;
  /** Reads what is known of an object, without its bytes. */
  head(input: string | HeadObject, options?: CallOptions): Promise<ObjectInfo>;
  /** Objects in the order of their keys' bytes. */
  list(input?: ListObjects, options?: ListOptions): Pages<ListEntry>;
  /** Deletes an object; one that is absent is fine. */
  delete(input: string | DeleteObject, options?: CallOptions): Promise<void>;
  /** Deletes objects together and tells what became of each. */
  deleteMany(input: DeleteObjects, options?: CallOptions): Promise<DeleteResult>;
  /** Copies an object within the store, with all that is kept beside its bytes. */
  copy(input: CopyObject, options?: CallOptions): Promise<PutResult>;
  /** Uploads in parts that can be continued after a restart. */
  readonly uploads: {
    /** Opens an upload; nothing is visible until `complete`. */
    create(input: CreateUpload, options?: CallOptions): Promise<UploadSession>;
    /** Sends one part. */
    put(input: UploadPart, options?: CallOptions): Promise<PartInfo>;
    /** The parts that the provider has. */
    parts(input: SessionInput, options?: ListOptions): Pages<PartInfo>;
    /** Makes the object. */
    complete(input: CompleteUpload, options?: CallOptions): Promise<PutResult>;
    /** Drops the upload and its parts; one that is gone is fine. */
    abort(input: SessionInput, options?: CallOptions): Promise<void>;
    /** Uploads that are neither completed nor aborted. */
    list(input?: ListUploads, options?: ListOptions): Pages<OpenUpload>;
  };
}
