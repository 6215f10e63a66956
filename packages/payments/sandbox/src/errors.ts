import type { ErrorCode, Failure } from '@patchbay/core';
import type { PaymentsReason } from '@patchbay/payments';
import { type RefusalCode, SandboxError } from './engine/refusal.ts';

interface Row {
  readonly code: ErrorCode;
  readonly reason?: PaymentsReason;
}

export const failureTable = {
  already_captured: { code: 'precondition_failed', reason: 'already_captured' },
  already_refunded: { code: 'precondition_failed', reason: 'already_refunded' },
  authorization_lapsed: { code: 'precondition_failed', reason: 'authorization_expired' },
  disputed: { code: 'precondition_failed', reason: 'dispute_open' },
  file_unusable: { code: 'provider_error' },
  invalid_parameter: { code: 'invalid_request', reason: 'parameter_invalid' },
  key_reused: { code: 'idempotency_mismatch', reason: 'key_reused' },
  missing_parameter: { code: 'invalid_request', reason: 'parameter_missing' },
  no_such_object: { code: 'not_found' },
  over_capture: { code: 'precondition_failed', reason: 'capture_exceeds_authorized' },
  over_refund: { code: 'precondition_failed', reason: 'refund_exceeds_captured' },
  wrong_state: { code: 'precondition_failed', reason: 'invalid_state' },
} as const satisfies Record<RefusalCode, Row>;

/** What a refusal of the sandbox is in the contract's words; `undefined` for what is not one. */
export function toFailure(thrown: unknown): Failure | undefined {
  if (!(thrown instanceof SandboxError)) return undefined;
  const { code, message } = thrown;
  return { ...failureTable[code], message, vendor: { code, message } };
}
