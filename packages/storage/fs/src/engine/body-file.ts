import { type FileHandle, open } from 'node:fs/promises';
import { DriverFailure } from '@patchbay/core';
import type { Checksum } from '@patchbay/storage';
import { bodyCorrupt } from '@patchbay/storage/embedded';
import { type Digest, startDigest } from './digest.ts';

/** Buffers wait for the collector: of 1 GiB, up to 61 MiB at 64 KiB each, 36 MiB at 32 (Node 24, 2026-11-22). */
const chunkBytes = 32 * 1024;

/** Writes chunks into a new file as they come. The file is durable when this resolves, where that is asked for. */
export async function writeBody(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { algorithm, isDurable }: { readonly algorithm: Checksum['algorithm']; readonly isDurable: boolean },
): Promise<{ readonly sizeBytes: number; readonly checksum: Checksum }> {
  const digest = startDigest(algorithm);
  let sizeBytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) {
      await writeWhole(file, chunk);
      digest.update(chunk);
      sizeBytes += chunk.byteLength;
    }
    if (isDurable) await file.datasync();
  } finally {
    await file.close();
  }
  return { sizeBytes, checksum: digest.end() };
}

/** A disk that fills up takes a part of what it is given, and says so only by the count. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.byteLength - done);
    done += bytesWritten;
  }
}

/** Bytes of an open file, both ends included, and what the whole must come to where all of it is read. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  readonly checksum?: Checksum | undefined;
}

/** Streams an extent and closes the file: at the end, at an error, or when nobody wants more. */
export function readBody(
  file: FileHandle,
  extent: Extent,
): { readonly stream: ReadableStream<Uint8Array>; readonly closed: Promise<void> } {
  const reader = new ExtentReader(file, extent);
  let onClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    onClosed = resolve;
  });
  const close = (): Promise<void> => file.close().finally(onClosed);
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await reader.next();
          if (chunk !== undefined) return controller.enqueue(chunk);
          await close();
          controller.close();
        } catch (error) {
          await close().catch(() => undefined);
          throw error;
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
  return { stream, closed };
}

class ExtentReader {
  readonly #file: FileHandle;
  readonly #extent: Extent;
  readonly #digest: Digest | undefined;
  #position: number;

  constructor(file: FileHandle, extent: Extent) {
    this.#file = file;
    this.#extent = extent;
    this.#digest = extent.checksum === undefined ? undefined : startDigest(extent.checksum.algorithm);
    this.#position = extent.start;
  }

  /** The next chunk, `undefined` at the end. The last one comes only when the whole is known to be sound. */
  async next(): Promise<Uint8Array | undefined> {
    const { start, end, checksum } = this.#extent;
    const left = end + 1 - this.#position;
    if (left <= 0) return undefined;
    const buffer = new Uint8Array(Math.min(chunkBytes, left));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, this.#position);
    if (bytesRead === 0) throw truncated(this.#position - start, end + 1 - start);
    const chunk = buffer.subarray(0, bytesRead);
    this.#position += bytesRead;
    this.#digest?.update(chunk);
    const isLast = bytesRead === left;
    if (isLast && this.#digest !== undefined && this.#digest.end().value !== checksum?.value)
      throw bodyCorrupt();
    return chunk;
  }
}

function truncated(got: number, expected: number): DriverFailure {
  const message = `The stored body ends after ${got} of ${expected} bytes.`;
  return new DriverFailure({ code: 'invalid_response', reason: 'body_truncated', message });
}
