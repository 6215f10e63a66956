import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Checksum } from '@patchbay/storage';
import { crc, crcText } from '@patchbay/storage/embedded';

/** A running digest. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Once, at the end. */
  end(): Checksum;
}

/** Starts a digest; CRC-32 and the SHA family are native. */
export function startDigest(algorithm: Checksum['algorithm']): Digest {
  if (algorithm === 'crc32') return nativeCrc32();
  if (algorithm === 'sha1' || algorithm === 'sha256') {
    const hash = createHash(algorithm);
    return {
      update: (bytes) => void hash.update(bytes),
      end: () => ({ algorithm, value: hash.digest('base64') }),
    };
  }
  const check = crc(algorithm);
  return { update: (bytes) => check.update(bytes), end: () => ({ algorithm, value: check.value() }) };
}

function nativeCrc32(): Digest {
  let value = 0;
  return {
    update(bytes) {
      value = crc32(bytes, value);
    },
    end: () => ({ algorithm: 'crc32', value: crcText(value) }),
  };
}
