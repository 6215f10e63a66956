import { createHash } from 'node:crypto';
import * as zlib from 'node:zlib';
import type { Checksum } from '@patchbay/storage';
import { crc, crcText } from '@patchbay/storage/embedded';

/** A digest of bytes that come one after another. */
export interface RunningDigest {
  update(bytes: Uint8Array): void;
  /** Of all so far, in base64. */
  value(): string;
}

/** Begins a digest. */
export function digestOf(algorithm: Checksum['algorithm']): RunningDigest {
  if (algorithm === 'crc32') return crc32();
  if (algorithm === 'crc32c' || algorithm === 'crc64nvme') return crc(algorithm);
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), value: () => hash.digest('base64') };
}

/** The checksum that protects bytes on their way. */
export function checksumOf(bytes: Uint8Array, algorithm: Checksum['algorithm'] = 'crc32'): Checksum {
  const digest = digestOf(algorithm);
  digest.update(bytes);
  return { algorithm, value: digest.value() };
}

/** MD5 in base64, for servers that know no other checksum. */
export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64');
}

/** Node has it natively from 20.15 and 22.2 on: https://nodejs.org/api/zlib.html#zlibcrc32data-value (2026-11-22) */
const nativeCrc32 = 'crc32' in zlib ? zlib.crc32 : undefined;

function crc32(): RunningDigest {
  if (nativeCrc32 === undefined) return crc('crc32');
  let value = 0;
  return {
    update(bytes) {
      value = nativeCrc32(bytes, value);
    },
    value: () => crcText(value),
  };
}
