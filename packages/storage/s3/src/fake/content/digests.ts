import { type Checksum, type ChecksumAlgorithm, digestOf, hash } from './checksums.ts';

/** What is known of bytes that have passed. */
export interface Digests {
  readonly size: number;
  readonly md5: Buffer;
  /** Hex. */
  readonly sha256: string;
  readonly checksum: Checksum | undefined;
}

/** Hashes bytes on their way. */
export interface Digesting {
  /** The same bytes. `verify` runs before the stream ends: what it throws breaks the stream. */
  over(chunks: AsyncIterable<Uint8Array>, verify?: (digests: Digests) => void): AsyncGenerator<Uint8Array>;
  /** The digests of a stream that has ended. */
  result(): Digests;
}

export function digesting(algorithm: ChecksumAlgorithm | undefined): Digesting {
  const running = { md5: hash('md5'), sha256: hash('sha256'), checksum: algorithm && digestOf(algorithm) };
  let size = 0;
  let digests: Digests | undefined;
  return {
    async *over(chunks, verify) {
      for await (const chunk of chunks) {
        for (const digest of Object.values(running)) digest?.update(chunk);
        size += chunk.length;
        yield chunk;
      }
      const value = running.checksum?.digest().toString('base64');
      digests = {
        size,
        md5: running.md5.digest(),
        sha256: running.sha256.digest().toString('hex'),
        checksum: algorithm && value ? { algorithm, value, type: 'FULL_OBJECT' } : undefined,
      };
      verify?.(digests);
    },
    result() {
      if (digests === undefined) throw new Error('The stream has not ended.');
      return digests;
    },
  };
}
