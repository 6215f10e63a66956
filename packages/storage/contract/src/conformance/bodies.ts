import type { BodyInput } from '../body.ts';

/** Made once: the large ones take longer than what is done with them. */
const made = new Map<number, Uint8Array<ArrayBuffer>>();

/** Bytes that differ from each other everywhere, and are the same each time for the same seed. */
export function bytesOf(sizeBytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  const known = made.get(seed);
  const bytes = known !== undefined && known.byteLength >= sizeBytes ? known : newBytes(sizeBytes, seed);
  made.set(seed, bytes);
  return bytes.slice(0, sizeBytes);
}

function newBytes(sizeBytes: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  let state = seed * 2_654_435_769;
  for (let index = 0; index < words.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    words[index] = state ^ (state >>> 13);
  }
  return new Uint8Array(words.buffer);
}

/** The bytes in chunks of uneven sizes, none of which is a divisor of a part. */
export async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  const largest = Math.max(1, Math.floor(bytes.byteLength / 7));
  for (let start = 0, step = largest; start < bytes.byteLength; start += step, step = largest - (start % 3))
    yield bytes.subarray(start, start + Math.max(1, step));
}

/** A web stream of the bytes. */
export function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

/** Every kind of body that the category takes, made of the same bytes. */
export const bodyKinds = {
  bytes: (bytes) => bytes,
  blob: (bytes) => new Blob([bytes]),
  web_stream: streamOf,
  async_iterable: chunksOf,
  source: (bytes) => ({ sizeBytes: bytes.byteLength, open: () => chunksOf(bytes) }),
  source_of_unknown_size: (bytes) => ({ open: () => streamOf(bytes) }),
} as const satisfies Record<string, (bytes: Uint8Array<ArrayBuffer>) => BodyInput>;

/** A body that fails once so many bytes of it were read. */
export async function* failingAfter(
  sizeBytes: number,
  error: unknown,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunksOf(bytesOf(sizeBytes));
  throw error;
}

/** SHA-256 in base64, as `checksum` takes it. */
export async function checksumOf(bytes: Uint8Array): Promise<{ algorithm: 'sha256'; value: string }> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return { algorithm: 'sha256', value: btoa(String.fromCharCode(...digest)) };
}
