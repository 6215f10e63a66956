import { DriverFailure } from '@patchbay/core';
import type { StorageLimits } from '../capabilities.ts';
import type { ByteRange, Checksum, PutFields, VendorInput, WriteCondition } from '../object.ts';
import type { StorageReason } from '../reasons.ts';
import type { PartInfo } from '../uploads.ts';

/** There is no object under a key. */
export function objectMissing(): DriverFailure {
  const message = 'There is no object under this key.';
  return failure('not_found', 'object_missing', message);
}

/** There is no such open upload. */
export function uploadMissing(): DriverFailure {
  return failure('not_found', 'upload_missing', 'There is no such upload, or it is over.');
}

/**
 * Holds a list of parts against those that were uploaded: in order, each once, each as it was sent last.
 * @throws `DriverFailure` `invalid_request` (`part_invalid`).
 */
export function assertParts(
  parts: readonly PartInfo[],
  etagOf: (number: number) => string | undefined,
): void {
  let last = 0;
  for (const { number, etag } of parts) {
    if (number <= last) throw partInvalid(`part ${number} comes after part ${last}`);
    if (etagOf(number) !== etag) throw partInvalid(`part ${number} was not uploaded so`);
    last = number;
  }
}

function partInvalid(found: string): DriverFailure {
  return failure('invalid_request', 'part_invalid', `parts: ${found}.`);
}

/**
 * Holds a write's condition against what is there now.
 * @throws `DriverFailure` `already_exists`, `precondition_failed` (`etag_mismatch`).
 */
export function assertCondition(
  current: { readonly etag: string } | undefined,
  { ifAbsent, ifMatch }: WriteCondition,
): void {
  if (ifAbsent === true && current !== undefined)
    throw failure('already_exists', 'object_exists', 'There is an object under this key already.');
  if (ifMatch !== undefined) assertEtag(current, ifMatch);
}

/**
 * Fails unless what is there has this `etag`.
 * @throws `DriverFailure` `precondition_failed` (`etag_mismatch`).
 */
export function assertEtag(current: { readonly etag: string } | undefined, etag: string): void {
  if (current?.etag === etag) return;
  const found = current === undefined ? 'is gone' : 'has another etag';
  throw failure('precondition_failed', 'etag_mismatch', `The object ${found}.`);
}

/**
 * The bytes that a range means in an object of this size, both ends included.
 * @throws `DriverFailure` `invalid_request` (`range_invalid`) where it begins beyond the end.
 */
export function resolveRange(range: ByteRange, sizeBytes: number): { start: number; end: number } {
  const last = sizeBytes - 1;
  const start = 'suffix' in range ? Math.max(0, sizeBytes - range.suffix) : range.start;
  if (start > last) {
    const message = `range: begins at ${start}; the object has ${sizeBytes} bytes.`;
    throw failure('invalid_request', 'range_invalid', message);
  }
  return { start, end: 'suffix' in range ? last : Math.min(range.end ?? last, last) };
}

const digestBytes = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 } as const satisfies Record<
  Checksum['algorithm'],
  number
>;

/**
 * Refuses, before any byte is read, fields that cannot be kept and a checksum that no content can have.
 * @throws `DriverFailure` `invalid_request` (`parameter_invalid`, `checksum_invalid`).
 */
export function assertFields(
  { metadata, checksum, vendor }: Pick<PutFields, 'metadata' | 'checksum' | 'vendor'>,
  { metadataBytes }: Pick<StorageLimits, 'metadataBytes'>,
): void {
  assertNoVendorFields(vendor);
  assertChecksumForm(checksum);
  const octets = new TextEncoder().encode(
    Object.entries(metadata ?? {})
      .flat()
      .join(''),
  ).byteLength;
  if (octets <= metadataBytes) return;
  const message = `metadata: found ${octets} octets; at most ${metadataBytes} are kept.`;
  throw failure('invalid_request', 'parameter_invalid', message);
}

function assertChecksumForm(checksum: Checksum | undefined): void {
  if (checksum === undefined) return;
  const expected = Math.ceil(digestBytes[checksum.algorithm] / 3) * 4;
  if (checksum.value.length === expected) return;
  const message = `checksum: found ${checksum.value.length} characters; ${checksum.algorithm} has ${expected}.`;
  throw failure('invalid_request', 'checksum_invalid', message);
}

/**
 * Holds content against the digest that its sender gave.
 * @throws `DriverFailure` `invalid_request` (`checksum_mismatch`).
 */
export function assertChecksum(given: Checksum | undefined, found: Checksum): void {
  if (given === undefined || given.value === found.value) return;
  const message = `checksum: the content has another ${given.algorithm} than was said.`;
  throw failure('invalid_request', 'checksum_mismatch', message);
}

/** An embedded provider has no requests of its own that fields could be added to. */
function assertNoVendorFields(vendor: VendorInput | undefined): void {
  const [first] = Object.keys(vendor ?? {});
  if (first === undefined) return;
  throw failure('invalid_request', 'parameter_invalid', 'vendor: this provider has no fields of its own.');
}

/** What is read differs from what was stored. */
export function bodyCorrupt(): DriverFailure {
  const message = 'The stored bytes are not those that were written: their checksum differs.';
  return failure('invalid_response', 'body_corrupt', message);
}

function failure(
  code: ConstructorParameters<typeof DriverFailure>[0]['code'],
  reason: StorageReason,
  message: string,
): DriverFailure {
  return new DriverFailure({ code, reason, message });
}
