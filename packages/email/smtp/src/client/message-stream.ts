import { Readable } from 'node:stream';

const chunkBytes = 64 * 1024;

/**
 * A mail as a stream whose end is announced before anybody can know of it. nodemailer reads it only after the server's
 * 354, and writes the final dot only after its end: a connection that is lost before that leaves no mail behind, since
 * a server must not deliver one without its dot (RFC 5321, 4.1.1.4).
 */
export function toMessageStream(source: Uint8Array, beforeTheDot: () => void): Readable {
  return Readable.from(chunksOf(source, beforeTheDot), { objectMode: false });
}

function* chunksOf(source: Uint8Array, beforeTheDot: () => void): Generator<Uint8Array> {
  for (let start = 0; start < source.byteLength; start += chunkBytes)
    yield source.subarray(start, start + chunkBytes);
  beforeTheDot();
}
