import type { Integration } from '@patchbay/core';
import type { BaseSubject, ConformanceCase, Harness } from '@patchbay/core/conformance';
import type { StorageApi } from '../api.ts';
import type { StorageCapabilities } from '../capabilities.ts';
import type { StorageMethods } from '../methods.ts';
import type { ContentHeaders, Metadata } from '../object.ts';
import type { UploadSession } from '../uploads.ts';

/** What an adapter of storage hands to the suite. */
export type StorageHarness = Harness<StorageSubject, StorageCapabilities>;

/** One behaviour of storage. */
export type StorageCase = ConformanceCase<StorageSubject, StorageCapabilities>;

/** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
export type AnyStorage = Integration & Omit<StorageApi, keyof StorageMethods> & StorageMethods;

/** One empty store and one facade over it. */
export interface StorageSubject extends BaseSubject<AnyStorage> {
  readonly fixtures: StorageFixtures;
  /** What the store holds: read on the far side, not through the adapter. Only objects that are visible. */
  objects(): Promise<readonly FarObject[]>;
  /**
   * What is left over or not finished: open uploads, temporary files, locks, each by any name that tells what it is.
   * Empty after every write that failed and every upload that ended.
   */
  uploads(): Promise<readonly string[]>;
  /**
   * Makes a request to a presigned URL as a stranger does: without credentials and without the facade. Over the wire,
   * or, for an embedded provider, into `facade.pages`. The provider's clock is the facade's.
   */
  fetch(request: Request): Promise<Response>;
  /** A second facade on the same store, as another process holds it. The subject disposes of it. */
  another(): Promise<AnyStorage>;
  /** What a wire can do to bodies; present where `wire` is. `bodyFaults` makes it. */
  readonly bodies?: BodyFaults;
}

/** Tokens of the provider's own form that name nothing in a fresh store. */
export interface StorageFixtures {
  /** An upload that was never opened. */
  readonly unknownUpload: UploadSession;
  /** An `etag` that no object has. */
  readonly unknownEtag: string;
}

/** An object as the far side keeps it. */
export interface FarObject extends ContentHeaders {
  readonly key: string;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly contentType: string;
  /** The values as the application wrote them, whatever the wire encodes. */
  readonly metadata: Metadata;
}

/** Faults of the bodies that follow: those of answers to a GET, and those of requests that write. */
export interface BodyFaults {
  /** Plans a fault for the next `times` bodies that it can befall. Default: 1. */
  plan(fault: BodyFault, times?: number): void;
}

/** What a wire does to a body. Offsets count the bytes of that body, from 0. */
export type BodyFault =
  /** One bit of a byte that is read comes flipped. */
  | { readonly kind: 'corrupt'; readonly atByte: number }
  /** The connection ends after so many bytes were read. */
  | { readonly kind: 'break'; readonly afterBytes: number }
  /** No further byte is read after so many, and the connection stays. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** One bit of a byte that is written arrives flipped. */
  | { readonly kind: 'corrupt_sent'; readonly atByte: number };
