import type { S3ErrorCode } from '../protocol/errors.ts';

/**
 * One request of a rejection row. The runner signs it, and says length and SHA-256 of its body unless a header does.
 */
export interface RejectionRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'PATCH';
  /** Path and query. `{0.UploadId}` and `{0.etag}`, here or in the body, come from the first answer of `before`. */
  readonly target: string;
  /** Headers that differ from the usual ones; an empty text leaves the header out. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Fields of a form instead of a body; the runner signs the policy and adds the file. */
  readonly form?: RejectionForm;
  /** How the signature differs from a right one. */
  readonly sign?: RejectionSignature;
}

/** A browser's upload. */
export interface RejectionForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly conditions: readonly unknown[];
  /** Default: `hello`. An empty text leaves the file out. */
  readonly file?: string;
  /** Default: 600. */
  readonly expiresInSeconds?: number;
}

/** Everything is right where nothing is said. */
export interface RejectionSignature {
  /** Default: in a header. `none`: anonymous. */
  readonly by?: 'header' | 'query' | 'none';
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly region?: string;
  readonly service?: string;
  /** When it was signed, in seconds from the fake's now. */
  readonly atSeconds?: number;
  /** Of a signature in the URL. Default: 600. */
  readonly expiresInSeconds?: number;
  /** Headers that are sent but not signed. */
  readonly unsignedHeaders?: readonly string[];
  /** Headers that are changed after the signature was made. */
  readonly tampered?: Readonly<Record<string, string>>;
}

/** A request that S3 rejects, and how. */
export interface RejectionRow {
  readonly id: string;
  /** Requests that set the stage, and are not rejected. */
  readonly before?: readonly RejectionRequest[];
  readonly request: RejectionRequest;
  readonly status: number;
  /** Absent where S3 answers without a body. */
  readonly code?: S3ErrorCode;
  /** The vendor's page, or a public thread that quotes S3's answer. */
  readonly source: string;
  /**
   * `documented`: the source says it. `observed`: the source quotes a real answer. `inferred`: the source states
   * the rule; status and code follow S3's habit and await the live lane.
   */
  readonly basis: 'documented' | 'observed' | 'inferred';
}

/** Root of the API reference. */
export const reference = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
/** Root of the user guide. */
export const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
/** The list of error codes. */
export const errorCodes = `${reference}/ErrorResponses.html`;

/** An object to work on. */
export const existing: RejectionRequest = { method: 'PUT', target: '/bucket/k', body: 'hello' };
