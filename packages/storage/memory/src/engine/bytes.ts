import type { Checksum } from '@patchbay/storage';
import { crc } from '@patchbay/storage/embedded';

const chunkBytes = 256 * 1024;

/** All chunks as one. They are copied: whoever made them may use their memory again. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const copies: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks) copies.push(new Uint8Array(chunk));
  return joined(copies);
}

/** One array out of several. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let position = 0;
  for (const piece of pieces) {
    whole.set(piece, position);
    position += piece.byteLength;
  }
  return whole;
}

/** Hands out copies, as they are asked for: whoever changes them does not change the object. */
export function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let position = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = bytes.slice(position, position + chunkBytes);
        position += chunk.byteLength;
        if (chunk.byteLength > 0) controller.enqueue(chunk);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** The digest of bytes in memory. */
export async function digestOf(
  algorithm: Checksum['algorithm'],
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Checksum> {
  if (algorithm !== 'sha1' && algorithm !== 'sha256') {
    const check = crc(algorithm);
    check.update(bytes);
    return { algorithm, value: check.value() };
  }
  const name = algorithm === 'sha1' ? 'SHA-1' : 'SHA-256';
  const digest = new Uint8Array(await crypto.subtle.digest(name, bytes));
  return { algorithm, value: btoa(String.fromCharCode(...digest)) };
}
