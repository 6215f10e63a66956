import type { AuthReason } from '@patchbay/auth';
import type { ErrorCode, Failure } from '@patchbay/core';
import { LocalAuthError, type RefusalCode } from './engine/refusal.ts';

interface Row {
  readonly code: ErrorCode;
  readonly reason?: AuthReason;
}

export const failureTable = {
  access_refused: { code: 'access_denied', reason: 'consent_denied' },
  client_refused: { code: 'provider_auth_failed', reason: 'client_refused' },
  device_expired: { code: 'unauthenticated', reason: 'grant_invalid' },
  device_pending: { code: 'unauthenticated', reason: 'grant_invalid' },
  device_too_fast: { code: 'rate_limited' },
  file_unusable: { code: 'provider_error' },
  grant_invalid: { code: 'unauthenticated', reason: 'grant_invalid' },
  key_reused: { code: 'idempotency_mismatch' },
  parameter_invalid: { code: 'invalid_request', reason: 'parameter_invalid' },
  password_weak: { code: 'invalid_request', reason: 'password_weak' },
  provider_failed: { code: 'provider_error' },
  scope_missing: { code: 'access_denied', reason: 'scope_missing' },
  token_invalid: { code: 'unauthenticated', reason: 'token_revoked' },
  user_exists: { code: 'already_exists', reason: 'user_exists' },
  user_missing: { code: 'not_found', reason: 'user_missing' },
} as const satisfies Record<RefusalCode, Row>;

/** What a refusal of the provider is in the contract's words; `undefined` for what is not one. */
export function toFailure(thrown: unknown): Failure | undefined {
  if (!(thrown instanceof LocalAuthError)) return undefined;
  const { code, message } = thrown;
  return { ...failureTable[code], message, vendor: { code, message } };
}
