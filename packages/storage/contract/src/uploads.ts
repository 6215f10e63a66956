import type { Checksum, ContentHeaders, Metadata, VendorInput, WriteCondition } from './object.ts';

/** What an upload in parts will be. */
export interface CreateUpload extends ContentHeaders {
  readonly key: string;
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** An upload under way. Plain data: store it, and go on after a restart or on another machine. */
export interface UploadSession {
  readonly id: string;
  readonly key: string;
}

/** One part of an upload; each but the last has at least `upload.minPartBytes`. */
export interface UploadPart {
  readonly session: UploadSession;
  /** From 1. A part that is sent again replaces the earlier one. */
  readonly number: number;
  readonly body: Uint8Array;
}

/** A part that the provider has. */
export interface PartInfo {
  readonly number: number;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly checksum?: Checksum;
}

/** Which upload. */
export interface SessionInput {
  readonly session: UploadSession;
}

/** Makes the object out of its parts, all or nothing. */
export interface CompleteUpload extends WriteCondition {
  readonly session: UploadSession;
  readonly parts: readonly PartInfo[];
}

/** Which uploads to list: those that nobody completed cost money. */
export interface ListUploads {
  readonly prefix?: string;
}

/** An upload that is neither completed nor aborted. */
export interface OpenUpload extends UploadSession {
  readonly startedAt: Date;
}
