import type { ErrorCode } from '@patchbay/core';

/** The closed list of reasons: what a code means in this category. A reason belongs to exactly one code. */
export const emailReasons = {
  invalid_request: [
    'attachment_invalid',
    'content_missing',
    'header_invalid',
    'parameter_invalid',
    'recipient_invalid',
    'schedule_out_of_range',
    'sender_invalid',
    'template_invalid',
    'too_many_recipients',
  ],
  payload_too_large: ['message_too_large'],
  provider_permission_denied: ['account_suspended', 'sender_not_verified'],
  quota_exceeded: ['credits_exceeded'],
  declined: ['content_refused'],
  precondition_failed: ['already_sent'],
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
export type EmailReason = (typeof emailReasons)[keyof typeof emailReasons][number];
