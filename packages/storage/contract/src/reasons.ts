import type { ErrorCode } from '@patchbay/core';

/** The closed list of reasons: what a code means in this category. A reason belongs to exactly one code. */
export const storageReasons = {
  invalid_request: [
    'body_invalid',
    'checksum_invalid',
    'checksum_mismatch',
    'expiry_out_of_range',
    'key_invalid',
    'parameter_invalid',
    'part_invalid',
    'range_invalid',
  ],
  not_found: ['bucket_missing', 'object_missing', 'upload_missing', 'version_missing'],
  already_exists: ['object_exists'],
  precondition_failed: ['archived', 'body_consumed', 'etag_mismatch'],
  payload_too_large: ['object_too_large'],
  quota_exceeded: ['disk_full'],
  conflict: ['concurrent_write'],
  invalid_response: ['body_corrupt', 'body_truncated'],
} as const satisfies Partial<Record<ErrorCode, readonly string[]>>;

/** One of the category's reasons. */
export type StorageReason = (typeof storageReasons)[keyof typeof storageReasons][number];
