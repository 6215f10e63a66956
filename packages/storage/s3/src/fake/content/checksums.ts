import { createHash } from 'node:crypto';
import { crc32, crc32c, crc64nvme } from './crc.ts';

/** The algorithms of `x-amz-checksum-*`, in S3's spelling. */
export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

/** How an object's integrity can be proven. */
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** A checksum as S3 keeps it: base64, with `-<parts>` when it is one of the parts' checksums. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** A running digest. */
export interface Digest {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

const factories = {
  CRC32: () => crc32(),
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: () => hash('sha1'),
  SHA256: () => hash('sha256'),
} satisfies Record<ChecksumAlgorithm, () => Digest>;

/** Bytes of a digest, for telling a malformed one from a wrong one. */
export const digestBytes = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
} as const satisfies Record<ChecksumAlgorithm, number>;

export function digestOf(algorithm: ChecksumAlgorithm): Digest {
  return factories[algorithm]();
}

export function hash(name: 'md5' | 'sha1' | 'sha256'): Digest {
  const running = createHash(name);
  return { update: (bytes) => void running.update(bytes), digest: () => running.digest() };
}

/** `x-amz-checksum-crc32`, also the name of a trailer. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The element of an XML document: `ChecksumCRC32`. */
export function checksumElement(checksum: Checksum | undefined): Readonly<Record<string, string>> {
  return checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksum.value };
}

export function parseAlgorithm(text: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => algorithm === text.toUpperCase());
}

/** A checksum over the checksums of parts. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): Checksum {
  const digest = digestOf(algorithm);
  for (const part of parts) digest.update(Buffer.from(part, 'base64'));
  return {
    algorithm,
    value: `${digest.digest().toString('base64')}-${parts.length}`,
    type: 'COMPOSITE',
  };
}
