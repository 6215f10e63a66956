import type { ErrorCode, Failure } from '@patchbay/core';
import type { EmailReason } from '@patchbay/email';
import { OutboxError, type RefusalCode } from './engine/refusal.ts';

interface Row {
  readonly code: ErrorCode;
  readonly reason?: EmailReason;
}

export const failureTable = {
  already_sent: { code: 'precondition_failed', reason: 'already_sent' },
  entry_unreadable: { code: 'provider_error' },
  folder_unusable: { code: 'provider_error' },
  invalid_parameter: { code: 'invalid_request', reason: 'parameter_invalid' },
  key_reused: { code: 'idempotency_mismatch' },
  no_such_mail: { code: 'not_found' },
} as const satisfies Record<RefusalCode, Row>;

/** What a refusal of the outbox is in the contract's words; `undefined` for what is not one. */
export function toFailure(thrown: unknown): Failure | undefined {
  if (!(thrown instanceof OutboxError)) return undefined;
  const { code, message } = thrown;
  return { ...failureTable[code], message, vendor: { code, message } };
}
