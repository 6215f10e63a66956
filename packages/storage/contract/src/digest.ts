import { crc } from './embedded/crc.ts';
import type { Checksum } from './object.ts';
import { sha1, sha256 } from './sha.ts';

/** A digest of bytes that come one after another. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Of all so far, in base64. */
  value(): string;
}

/** Begins a digest. WebCrypto has none that can be fed piece by piece. */
export function digestOf(algorithm: Checksum['algorithm']): Digest {
  if (algorithm === 'sha256') return sha256();
  return algorithm === 'sha1' ? sha1() : crc(algorithm);
}
