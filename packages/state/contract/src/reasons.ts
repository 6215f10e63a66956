import type { ErrorCode } from '@patchbay/core';

/** The closed list of reasons: what a code means in this category. A reason belongs to exactly one code. */
export const stateReasons = {
  precondition_failed: ['counter_out_of_range', 'not_a_counter'],
  conflict: ['lease_lost', 'lease_taken', 'store_busy'],
  quota_exceeded: ['disk_full', 'store_full'],
} as const satisfies Partial<Record<ErrorCode, readonly string[]>>;

/** One of the category's reasons. */
export type StateReason = (typeof stateReasons)[keyof typeof stateReasons][number];
