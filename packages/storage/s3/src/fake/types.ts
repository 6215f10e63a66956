import type { ChecksumAlgorithm } from './content/checksums.ts';
import type { S3ErrorCode } from './protocol/errors.ts';

/** Settings of {@link s3Fake}. Everything has a default that suits a test. */
export interface S3FakeOptions {
  /** The region that requests must be signed for. Default: `us-east-1`. */
  readonly region?: string;
  /** Who may send requests. Default: one pair, `AKIAFAKE00000000FAKE` and `fake-secret-access-key`. */
  readonly credentials?: S3FakeCredentials | readonly S3FakeCredentials[];
  /** The buckets, by name or with settings. Default: `['bucket']`. */
  readonly buckets?: readonly (string | S3FakeBucket)[];
  /**
   * Host names before which a bucket's name may stand, without port. Path style works under every host.
   * Default: `s3.<region>.amazonaws.com`, `s3.amazonaws.com` and `localhost`.
   */
  readonly endpoints?: readonly string[];
  /** Where bytes are kept. In a folder, objects can be larger than memory. Default: `memory`. */
  readonly keep?: 'memory' | { readonly folder: string };
  /** The fake's clock in epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/** An access key that the fake knows. */
export interface S3FakeCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Makes them temporary: every request must bring this token. */
  readonly sessionToken?: string;
  /** From then on requests are answered with `ExpiredToken`. */
  readonly expiresAt?: Date;
}

/** A bucket that exists from the start. */
export interface S3FakeBucket {
  readonly name: string;
  /** Default: the fake's region. A bucket of another region answers with `PermanentRedirect`. */
  readonly region?: string;
  /** Default: `off`. */
  readonly versioning?: 'off' | 'Enabled' | 'Suspended';
  /** True: objects can be read without a signature. Default: false. */
  readonly publicRead?: boolean;
  /** True: canned access control lists are taken and ignored, instead of refused. Default: false. */
  readonly acls?: boolean;
  /** Rules for browsers of other origins. Default: none. */
  readonly cors?: readonly S3FakeCorsRule[];
}

/** One rule of a bucket's CORS configuration. Each entry may have one `*`, but methods. */
export interface S3FakeCorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly ('GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD')[];
  readonly allowedHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** A fake S3 endpoint: its REST API behind one pure function, and what it holds as evidence. @sealed */
export interface S3Fake {
  /**
   * Answers one HTTP request as S3 would. Never rejects. `received.target` is path and query as sent: with it keys
   * such as `a/../b` stay as they are, which a `Request` normalises away.
   */
  handle(request: Request, received?: { readonly target: string }): Promise<Response>;
  /** The current objects of a bucket in key order. */
  objects(bucket: string): readonly S3FakeObject[];
  /** All versions and delete markers of a bucket, by key, newest first. */
  versions(bucket: string): readonly S3FakeVersion[];
  /** Multipart uploads that were neither completed nor aborted: debris, when nothing is running. */
  uploads(bucket: string): readonly S3FakeUpload[];
  /** The bytes of a current object, undefined if there is none. */
  bytes(bucket: string, key: string): Promise<Uint8Array | undefined>;
  /** Every request answered so far, oldest first, rejected ones included. */
  readonly log: readonly S3FakeRequest[];
  /** Makes the next matching requests fail as only S3 fails. Later calls queue up behind earlier ones. */
  fault(fault: S3FakeFault): void;
  /** Forgets everything: objects, uploads, log and planned faults. Buckets are as at the start. */
  reset(): Promise<void>;
}

/** An object at rest. */
export interface S3FakeObject {
  readonly key: string;
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  /** Of the whole content, hex; multipart or not. */
  readonly sha256: string;
  /** As sent, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What is answered beside the body: `content-type`, `cache-control`, … */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly checksum?: {
    readonly algorithm: ChecksumAlgorithm;
    readonly value: string;
    readonly type: string;
  };
  /** Sizes of the parts of a multipart upload. */
  readonly parts?: readonly number[];
  /** Absent while the bucket was never versioned. */
  readonly versionId?: string;
  readonly lastModified: Date;
}

/** A version of an object, or a marker that it was deleted. */
export type S3FakeVersion =
  | (S3FakeObject & { readonly kind: 'object' })
  | { readonly kind: 'deleteMarker'; readonly key: string; readonly versionId: string };

/** A multipart upload in progress. */
export interface S3FakeUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: Date;
  readonly parts: readonly { readonly partNumber: number; readonly size: number }[];
}

/** One request as the fake saw it, with how it was answered. */
export interface S3FakeRequest {
  readonly id: string;
  /** S3's name: `PutObject`. Absent if no operation was recognised. */
  readonly operation?: string;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** S3's error code; also where the answer had no body, or status 200. */
  readonly errorCode?: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A planned fault at vendor level. Socket faults belong to the listener around the fake. */
export type S3FakeFault = S3FakeFaultKind & {
  /** S3's name of the operation: `GetObject`. Default: any that the fault fits. */
  readonly operation?: string;
  /** Default: any. */
  readonly key?: string;
  /** How many matching requests meet it. Default: 1. */
  readonly times?: number;
};

/** What goes wrong. */
export type S3FakeFaultKind =
  /** An error in S3's envelope. With `afterCommit` the work is done first. */
  | {
      readonly kind: 'error';
      readonly code: S3ErrorCode;
      readonly retryAfterSeconds?: number;
      readonly afterCommit?: boolean;
    }
  /** Status 200 with an error in the body, as complete and copy can end. Default code: `InternalError`. */
  | { readonly kind: 'errorIn200'; readonly code?: S3ErrorCode; readonly afterCommit?: boolean }
  /** The head tells the whole length; the body breaks off after some bytes. */
  | { readonly kind: 'truncatedBody'; readonly afterBytes: number }
  /** One bit of the body is wrong. Default: in the first byte. */
  | { readonly kind: 'flippedBit'; readonly atByte?: number };
