import type { CallOptions, ListOptions, Pages } from '@patchbay/core';
import type { BodyInput } from './body.ts';
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
  PutResult,
} from './object.ts';
import { deleteMany, exists, move, named, update } from './object-methods.ts';
import { prefixed } from './prefixed.ts';
import { type PresignMethods, presignMethods } from './presign-methods.ts';
import { put } from './put.ts';
import { type GetOptions, get, type NotModified, type StoredObject } from './stored-object.ts';
import type { PutOptions, StorageBase } from './upload.ts';

/** A read that cannot be answered with `not_modified`. */
export type GetInput = string | (GetObject & { readonly ifNoneMatch?: never });

/** Reads, as users hold them. */
export interface GetMethod {
  /** Reads an object; the call ends at its headers, the bytes are read from the result. */
  (input: GetInput, options?: GetOptions): Promise<StoredObject>;
  /** Reads an object unless it still has the `etag` in `ifNoneMatch`. */
  (input: GetObject, options?: GetOptions): Promise<StoredObject | NotModified>;
}

/** What the category offers over its operations, the same for every vendor. @sealed */
export interface StorageMethods {
  /**
   * Writes text, bytes, a Blob, a stream or a source of any size. Small bodies go up in one request, large ones in
   * parts or as one stream, in bounded memory. Resolves when the object is durable; a write that fails leaves the old
   * object whole and nothing else behind.
   * @example
   * await storage.put('avatars/ada.png', file, { contentType: 'image/png', ifAbsent: true });
   */
  put(key: string, body: BodyInput, options?: PutOptions): Promise<PutResult>;
  readonly get: GetMethod;
  /** True where there is an object. */
  exists(key: string, options?: CallOptions): Promise<boolean>;
  /** Copies, then deletes the source: what fails in between leaves both, never none. */
  move(input: { readonly from: string; readonly to: string }, options?: CallOptions): Promise<PutResult>;
  /**
   * Reads an object, changes it and writes it back, and begins again when somebody else wrote in between. Needs the
   * traits `put.if_absent` and `put.if_match`.
   * @example
   * await storage.update('counter', (bytes) => String(Number(new TextDecoder().decode(bytes)) + 1));
   */
  update(
    key: string,
    change: (current: Uint8Array | undefined) => BodyInput | Promise<BodyInput>,
    options?: PutOptions,
  ): Promise<PutResult>;
  readonly presign: PresignMethods;
  /** The same store, seen from within a prefix: keys are relative to it and cannot leave it. */
  prefix(prefix: string): PrefixedStorage;
  /**
   * Answers a request to a signed URL of a provider that is served from within your application, as an embedded one is.
   * `undefined`: the request is not for it, or the vendor answers for itself.
   * @example app.all('/files/*', async (request) => (await storage.pages(request)) ?? notFound());
   */
  pages(request: Request): Promise<Response | undefined>;
}

/** A store seen from within a prefix. */
export interface PrefixedStorage extends Omit<StorageMethods, 'prefix' | 'pages'> {
  head(input: string | HeadObject, options?: CallOptions): Promise<ObjectInfo>;
  list(input?: ListObjects, options?: ListOptions): Pages<ListEntry>;
  delete(input: string | DeleteObject, options?: CallOptions): Promise<void>;
  deleteMany(input: DeleteObjects, options?: CallOptions): Promise<DeleteResult>;
  copy(input: CopyObject, options?: CallOptions): Promise<PutResult>;
}

/** The methods over a provider's operations. */
export function storageMethods(base: StorageBase): StorageMethods & {
  deleteMany(input: DeleteObjects, options?: CallOptions): Promise<DeleteResult>;
} {
  const { integration, parts } = base;
  const methods = {
    put: (key: string, body: BodyInput, options?: PutOptions) =>
      named(base, 'put', () => put(base, key, body, options)),
    get: ((input: string | GetObject, options?: GetOptions) => get(base, input, options)) as GetMethod, // both overloads
    deleteMany: (input: DeleteObjects, options?: CallOptions) => deleteMany(base, input, options),
    exists: (key: string, options?: CallOptions) => exists(base, key, options),
    move: (input: { readonly from: string; readonly to: string }, options?: CallOptions) =>
      move(base, input, options),
    update: (
      key: string,
      change: (current: Uint8Array | undefined) => BodyInput | Promise<BodyInput>,
      options?: PutOptions,
    ) => named(base, 'update', () => update(base, key, change, options)),
    presign: presignMethods(base),
    pages: (request: Request) =>
      named(base, 'pages', async () => {
        if (parts.pages === undefined) return undefined;
        await integration.native(); // the pages work on the client, which `close` ends
        return parts.pages.handle(request);
      }),
  };
  return { ...methods, prefix: (prefix) => prefixed(base, methods, prefix) };
}
