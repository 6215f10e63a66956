import { DriverFailure } from '@patchbay/core';

/** A body that can be opened more than once, for example a file: `fileBody` of `@patchbay/storage/node`. */
export interface BodySource {
  readonly sizeBytes?: number;
  /** From the first byte, each time. */
  open(): AsyncIterable<Uint8Array>;
}

/** What can be written: text, bytes, a Blob or File, a web or Node stream, an async iterable, a source. */
export type BodyInput =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | BodySource;

/** Chunks that are read one after another, until the end or until nobody wants them any more. */
export interface Chunks {
  next(): Promise<IteratorResult<Uint8Array, void>>;
  /** Lets go of what they come from, also while a chunk is awaited. */
  close(): void;
}

/** A body of any kind in one of two forms: bytes in memory, or chunks that are opened when they are needed. */
export type BodyForm = { readonly bytes: Uint8Array } | ChunkedBody;

/** A body that comes in chunks. */
export interface ChunkedBody {
  readonly open: () => Chunks;
  /** Whether `open` gives all of it again. */
  readonly isReplayable: boolean;
  readonly sizeBytes?: number;
}

/**
 * What kind of body it is; nothing of it is read, and a Blob is never read into memory as a whole.
 * @throws `DriverFailure` `invalid_request` (`body_invalid`).
 */
export function formOf(body: BodyInput): BodyForm {
  if (typeof body === 'string') return { bytes: new TextEncoder().encode(body) };
  if (body instanceof Uint8Array) return { bytes: body };
  if (typeof body !== 'object' || body === null) throw notABody(body);
  if (body instanceof Blob)
    return { open: () => ofStream(body.stream()), isReplayable: true, sizeBytes: body.size };
  if (isStream(body)) return { open: () => ofStream(body), isReplayable: false };
  // Before `open`: a file's stream in Node has both.
  if (Symbol.asyncIterator in body) return { open: () => ofIterable(body), isReplayable: false };
  if (!('open' in body) || typeof body.open !== 'function') throw notABody(body);
  const { sizeBytes } = body;
  return {
    open: () => ofSource(body.open()),
    isReplayable: true,
    ...(sizeBytes !== undefined && { sizeBytes }),
  };
}

function isStream(body: object): body is ReadableStream<Uint8Array> {
  return 'getReader' in body && typeof body.getReader === 'function';
}

function isDestroyable(iterable: object): iterable is { destroy(): void } {
  return 'destroy' in iterable && typeof iterable.destroy === 'function';
}

function ofSource(opened: AsyncIterable<Uint8Array>): Chunks {
  return isStream(opened) ? ofStream(opened) : ofIterable(opened);
}

/** Not every runtime iterates over a stream. */
function ofStream(stream: ReadableStream<Uint8Array>): Chunks {
  if (stream.locked) throw invalidBody('body: found a stream that somebody else reads.');
  const reader = stream.getReader();
  return chunksOf(
    () => reader.read(),
    () => void reader.cancel().catch(() => undefined),
  );
}

function ofIterable(iterable: AsyncIterable<Uint8Array | string>): Chunks {
  if ('readableDidRead' in iterable && iterable.readableDidRead === true)
    throw invalidBody('body: found a stream that was read before.');
  const iterator = iterable[Symbol.asyncIterator]();
  return chunksOf(
    () => iterator.next(),
    () => {
      // A stream of Node's does not notice `return` while a chunk is awaited.
      if (isDestroyable(iterable)) iterable.destroy();
      else void iterator.return?.()?.then(undefined, () => undefined);
    },
  );
}

function chunksOf(read: () => Promise<IteratorResult<unknown, unknown>>, close: () => void): Chunks {
  let carried = '';
  const toBytes = (chunk: unknown): Uint8Array => {
    if (chunk instanceof Uint8Array) return chunk;
    if (typeof chunk !== 'string') throw notABody(chunk);
    const text = carried + chunk;
    // Half of a character: the other half comes with the next chunk.
    const isCut = /[\uD800-\uDBFF]$/.test(text);
    carried = isCut ? text.slice(-1) : '';
    return new TextEncoder().encode(isCut ? text.slice(0, -1) : text);
  };
  return {
    async next() {
      const chunk: IteratorResult<unknown, unknown> = await read();
      if (chunk.done !== true) return { done: false, value: toBytes(chunk.value) };
      const rest = new TextEncoder().encode(carried);
      carried = '';
      return rest.byteLength > 0 ? { done: false, value: rest } : { done: true, value: undefined };
    },
    close,
  };
}

function notABody(found: unknown): DriverFailure {
  const kind = found === null ? 'null' : typeof found;
  return invalidBody(`body: found ${kind}; expected text, bytes, a Blob, a stream or a source.`);
}

/** The caller's body is not what a body has to be. */
export function invalidBody(message: string, cause?: unknown): DriverFailure {
  const failure = new DriverFailure({ code: 'invalid_request', reason: 'body_invalid', message });
  return cause === undefined ? failure : Object.assign(failure, { cause });
}
