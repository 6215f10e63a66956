import { DriverFailure, isDriverFailure } from '@patchbay/core';

/**
 * Where the bytes come from. A stream comes from a function, so that a repeated attempt reads it anew. A file on disk:
 * `fileAttachment` of `@patchbay/email/node`.
 */
export type AttachmentContent =
  | Uint8Array
  | Blob
  | { readonly base64: string }
  | (() => ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>);

/** A file that goes with a mail. */
export interface Attachment {
  /** Without a path. */
  readonly filename: string;
  readonly content: AttachmentContent;
  /** `type/subtype`. Default: `application/octet-stream`. */
  readonly contentType?: string;
  /** Shown where the HTML says `cid:<contentId>`. Trait `inline`. */
  readonly contentId?: string;
}

/** An attachment whose bytes are in memory. */
export interface LoadedAttachment {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly contentId?: string;
}

/**
 * Reads all attachments into memory, and stops as soon as they are more than a message may have in base64.
 * @throws `DriverFailure` `payload_too_large` (`message_too_large`); `invalid_request` (`attachment_invalid`) when a
 * stream fails.
 */
export async function loadAttachments(
  attachments: readonly Attachment[] = [],
  messageBytes: number,
): Promise<readonly LoadedAttachment[]> {
  const loaded: LoadedAttachment[] = [];
  let left = Math.floor((messageBytes * 3) / 4); // base64 makes four of three
  for (const { filename, content, contentType = 'application/octet-stream', contentId } of attachments) {
    const bytes = await readContent(content, left, filename);
    left -= bytes.byteLength;
    loaded.push({ filename, bytes, contentType, ...(contentId !== undefined && { contentId }) });
  }
  return loaded;
}

async function readContent(content: AttachmentContent, left: number, filename: string): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return within(content, left);
  if (typeof content === 'function') return readStream(content, left, filename);
  if (content instanceof Blob) {
    if (content.size > left) throw tooLarge();
    return new Uint8Array(await content.arrayBuffer());
  }
  if (content.base64.length > Math.ceil(left / 3) * 4) throw tooLarge();
  return within(fromBase64(content.base64), left);
}

async function readStream(
  open: Extract<AttachmentContent, () => unknown>,
  left: number,
  filename: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for await (const chunk of open()) {
      if (!(chunk instanceof Uint8Array))
        throw new Error(`found a chunk of ${typeof chunk}; expected bytes.`);
      length += chunk.byteLength;
      if (length > left) throw tooLarge();
      chunks.push(new Uint8Array(chunk));
    }
  } catch (error) {
    if (isDriverFailure(error)) throw error;
    const reason = 'attachment_invalid';
    const message = `attachments: ${filename} could not be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new DriverFailure({ code: 'invalid_request', reason, message });
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function within(bytes: Uint8Array, left: number): Uint8Array {
  if (bytes.byteLength > left) throw tooLarge();
  return bytes;
}

function tooLarge(): DriverFailure {
  const message = 'attachments: together they are larger than the provider takes in one message.';
  return new DriverFailure({ code: 'payload_too_large', reason: 'message_too_large', message });
}

/** Bytes as base64, for the wire. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 32_766) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + 32_766))); // a multiple of three: no padding inside
  }
  return text;
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
