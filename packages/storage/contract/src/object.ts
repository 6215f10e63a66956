/** Free text of yours that is kept with an object. Names are lower-case: HTTP headers carry them. */
export type Metadata = Readonly<Record<string, string>>;

/** Fields of the vendor's own request, merged last: the way to what the contract does not name. */
export type VendorInput = Readonly<Record<string, unknown>>;

/** A digest of the content, in base64 as HTTP carries it. */
export interface Checksum {
  readonly algorithm: 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256';
  readonly value: string;
}

/** What HTTP says of a body: kept with the object, and sent with it. */
export interface ContentHeaders {
  /** Default: `application/octet-stream`. */
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly cacheControl?: string;
}

/** An object without its bytes. */
export interface ObjectInfo extends ContentHeaders {
  readonly key: string;
  readonly provider: string;
  readonly sizeBytes: number;
  /** Changes with the content: an opaque token for `ifMatch` and `ifNoneMatch`. */
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly contentType: string;
  readonly metadata: Metadata;
  /** Where the provider keeps one of the whole content. */
  readonly checksum?: Checksum;
  /** Trait `versions`. */
  readonly versionId?: string;
  /** The vendor's own answer; not enumerable. */
  readonly raw: unknown;
}

/** What `put` answers: the object as it is now. */
export type PutResult = Pick<
  ObjectInfo,
  'key' | 'provider' | 'sizeBytes' | 'etag' | 'checksum' | 'versionId' | 'raw'
>;

/** A row of a list: an object, or what keys have in common up to the delimiter. */
export type ListEntry =
  | ({ readonly kind: 'object' } & Pick<
      ObjectInfo,
      'key' | 'provider' | 'sizeBytes' | 'etag' | 'modifiedAt' | 'raw'
    >)
  | { readonly kind: 'prefix'; readonly prefix: string };

/** When a write may happen: only where there is nothing yet, or only over what you have read. */
export interface WriteCondition {
  /** Fails with `already_exists` where there is an object. Trait `put.if_absent`. */
  readonly ifAbsent?: true;
  /** Fails with `precondition_failed` where the object has another `etag`, or is gone. Trait `put.if_match`. */
  readonly ifMatch?: string;
}

/** What is written beside the bytes. */
export interface PutFields extends ContentHeaders, WriteCondition {
  /** Trait `metadata`. */
  readonly metadata?: Metadata;
  /** The digest that the content must have: otherwise nothing is written. */
  readonly checksum?: Checksum;
  readonly vendor?: VendorInput;
}

/** A write as a driver gets it. */
export interface PutObject extends PutFields {
  readonly key: string;
  /**
   * All bytes, or (only for a provider whose `upload.kind` is `stream`) a stream that is read once, of `sizeBytes`
   * where that is known.
   */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  readonly sizeBytes?: number;
}

/** Bytes of an object: from `start` to `end`, both included, or the last ones. */
export type ByteRange = { readonly start: number; readonly end?: number } | { readonly suffix: number };

/** Which object to read, and how. */
export interface GetObject {
  readonly key: string;
  readonly range?: ByteRange;
  /** Fails with `precondition_failed` where the object has another `etag`. */
  readonly ifMatch?: string;
  /** Answers `not_modified` where the object still has this `etag`. */
  readonly ifNoneMatch?: string;
  /** Trait `versions`. */
  readonly versionId?: string;
}

/** What a driver answers to a read: the call ends at the headers, the bytes are read later. */
export type StoredBody =
  | { readonly status: 'not_modified'; readonly etag: string }
  | {
      readonly status: 'ok';
      readonly info: ObjectInfo;
      /** The bytes that come, where not all were asked for. */
      readonly range?: { readonly start: number; readonly end: number };
      /** Fails at its end where the provider's checksum of the whole content differs. */
      readonly stream: ReadableStream<Uint8Array>;
    };

/** Which object, in which version. */
export interface HeadObject {
  readonly key: string;
  /** Trait `versions`. */
  readonly versionId?: string;
}

/** Which object to delete. */
export interface DeleteObject {
  readonly key: string;
  /** Fails with `precondition_failed` where the object has another `etag`. Trait `delete.if_match`. */
  readonly ifMatch?: string;
  /** Deletes this version for good. Trait `versions`. */
  readonly versionId?: string;
}

/** Objects to delete together; absent ones count as deleted. */
export interface DeleteObjects {
  readonly keys: readonly string[];
}

/** What became of each key: those that are not listed as failed are gone. */
export interface DeleteResult {
  readonly deleted: number;
  readonly failed: readonly { readonly key: string; readonly code: string; readonly message: string }[];
}

/** A copy within the same store. */
export interface CopyObject extends WriteCondition {
  readonly from: string;
  readonly to: string;
  /** Instead of the source's own. */
  readonly metadata?: Metadata;
  readonly contentType?: string;
}

/** Which objects to list, in the order of their keys' bytes. */
export interface ListObjects {
  readonly prefix?: string;
  /** Keys are folded after it: `/` lists as a folder does. */
  readonly delimiter?: '/';
  /** Only keys after this one. */
  readonly startAfter?: string;
}
