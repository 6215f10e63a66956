import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { DriverFailure } from '@patchbay/core';
import type { Checksum } from '@patchbay/storage';
import { assertChecksum } from '@patchbay/storage/embedded';
import type { S3StorageOptions } from '../options.ts';
import { checksumOf, md5Of } from './checksum.ts';

const parameters = {
  crc32: 'ChecksumCRC32',
  crc32c: 'ChecksumCRC32C',
  crc64nvme: 'ChecksumCRC64NVME',
  sha1: 'ChecksumSHA1',
  sha256: 'ChecksumSHA256',
} as const satisfies Record<Checksum['algorithm'], keyof PutObjectCommandInput>;
const names = {
  crc32: 'CRC32',
  crc32c: 'CRC32C',
  crc64nvme: 'CRC64NVME',
  sha1: 'SHA1',
  sha256: 'SHA256',
} as const satisfies Record<Checksum['algorithm'], PutObjectCommandInput['ChecksumAlgorithm']>;

/** What lets the server notice bytes that changed on their way: the caller's checksum, or ours. */
export function toProtection(
  { dialect = 'aws' }: Pick<S3StorageOptions, 'dialect'>,
  bytes: Uint8Array,
  given?: Checksum,
) {
  assertForm(given);
  if (dialect === 'generic') {
    if (given !== undefined) assertChecksum(given, checksumOf(bytes, given.algorithm));
    return { ContentMD5: md5Of(bytes) };
  }
  const { algorithm, value } = given ?? checksumOf(bytes);
  return { ChecksumAlgorithm: names[algorithm], [parameters[algorithm]]: value };
}

const digestBytes = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 } as const satisfies Record<
  Checksum['algorithm'],
  number
>;

/** S3 answers a malformed checksum with the same code as any other mistake. */
function assertForm(given: Checksum | undefined): void {
  if (given === undefined || Buffer.from(given.value, 'base64').byteLength === digestBytes[given.algorithm])
    return;
  const message = `checksum: expected ${digestBytes[given.algorithm]} octets for ${given.algorithm}, in base64.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'checksum_invalid', message });
}
