import type { ErrorCode } from '@patchbay/core';

/** The closed list of reasons: what a code means in this category. A reason belongs to exactly one code. */
export const paymentsReasons = {
  invalid_request: [
    'amount_not_representable',
    'amount_out_of_range',
    'currency_not_supported',
    'parameter_invalid',
    'parameter_missing',
  ],
  precondition_failed: [
    'already_captured',
    'already_refunded',
    'authorization_expired',
    'capture_exceeds_authorized',
    'dispute_open',
    'invalid_state',
    'refund_exceeds_captured',
  ],
  declined: ['insufficient_balance', 'refund_refused'],
  conflict: ['key_in_flight', 'object_locked'],
  idempotency_mismatch: ['key_reused'],
  webhook_rejected: [
    'body_parsed',
    'payload_malformed',
    'signature_invalid',
    'signature_missing',
    'timestamp_outside_tolerance',
    'too_large',
  ],
} as const satisfies Partial<Record<ErrorCode, readonly string[]>>;

/** One of the category's reasons. */
export type PaymentsReason = (typeof paymentsReasons)[keyof typeof paymentsReasons][number];
