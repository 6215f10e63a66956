/** What the holder of a presigned URL may do, and until when. */
export interface PresignOptions {
  /** How long the URL is valid. Default: 900. At most `limits.presignSeconds`. */
  readonly expiresInSeconds?: number;
}

/** A presigned download. */
export interface PresignGet extends PresignOptions {
  /** Sent as `Content-Disposition`, for example `attachment; filename="a.pdf"`. */
  readonly contentDisposition?: string;
  /** Sent as `Content-Type`. */
  readonly contentType?: string;
}

/** A presigned upload with PUT. */
export interface PresignPut extends PresignOptions {
  /** The uploader must send exactly this `Content-Type`. */
  readonly contentType?: string;
  /** The uploader must send exactly this many bytes. */
  readonly sizeBytes?: number;
  /** Fails where there is an object. Trait `put.if_absent`. */
  readonly ifAbsent?: true;
}

/** A presigned upload from a plain HTML form. */
export interface PresignPost extends PresignOptions {
  /** The form must send this `Content-Type`; `image/*` stands for any that begins so. */
  readonly contentType?: string;
  readonly minBytes?: number;
  /** The provider refuses more: required, because a form sends what it likes. */
  readonly maxBytes: number;
  /** Where the browser goes after the upload. */
  readonly successUrl?: string;
}

/** One request that somebody without credentials may make. */
export interface PresignedRequest {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'DELETE';
  readonly url: string;
  /** To be sent exactly so. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
  /** What the provider itself checks; anything else is up to the uploader. */
  readonly enforces: readonly ('method' | 'key' | 'expiry' | 'contentType' | 'size' | 'absence')[];
}

/** A form that a browser may post: `fields` first, then the file in the field `file`. */
export interface PresignedPost {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
  readonly enforces: readonly ('key' | 'expiry' | 'contentType' | 'size')[];
}

/** What a driver presigns. */
export type PresignRequest =
  | ({ readonly method: 'GET'; readonly key: string } & Required<PresignOptions> & PresignGet)
  | ({ readonly method: 'HEAD' | 'DELETE'; readonly key: string } & Required<PresignOptions>)
  | ({ readonly method: 'PUT'; readonly key: string } & Required<PresignOptions> & PresignPut);

/** What a driver presigns for a form. */
export type PresignPostRequest = { readonly key: string } & Required<PresignOptions> & PresignPost;
