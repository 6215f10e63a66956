import type { ErrorCode } from '@patchbay/core';

/** The closed list of reasons: what a code means in this category. A reason belongs to exactly one code. */
export const jobsReasons = {
  conflict: ['lease_lost', 'store_busy'],
  quota_exceeded: ['disk_full', 'store_full'],
} as const satisfies Partial<Record<ErrorCode, readonly string[]>>;

/** One of the category's reasons. */
export type JobsReason = (typeof jobsReasons)[keyof typeof jobsReasons][number];
