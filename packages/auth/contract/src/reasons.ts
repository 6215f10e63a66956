import type { ErrorCode } from '@patchbay/core';

/** The closed list of reasons: what a code means in this category. A reason belongs to exactly one code. */
export const authReasons = {
  unauthenticated: [
    'algorithm_refused',
    'audience_mismatch',
    'authentication_too_old',
    'callback_invalid',
    'claim_missing',
    'grant_invalid',
    'hash_mismatch',
    'header_refused',
    'issuer_mismatch',
    'key_refused',
    'key_unknown',
    'nonce_mismatch',
    'signature_invalid',
    'state_mismatch',
    'token_expired',
    'token_kind_mismatch',
    'token_malformed',
    'token_not_yet_valid',
    'token_revoked',
    'token_too_large',
    'transaction_expired',
    'transaction_invalid',
    'transaction_missing',
    'transaction_replayed',
  ],
  access_denied: ['consent_denied', 'login_required', 'scope_missing', 'user_disabled'],
  invalid_request: ['parameter_invalid', 'password_weak', 'redirect_uri_refused', 'return_to_refused'],
  already_exists: ['user_exists'],
  not_found: ['user_missing'],
  provider_auth_failed: ['client_refused'],
  provider_unavailable: ['keys_unavailable'],
  invalid_response: [
    'id_token_missing',
    'keys_invalid',
    'metadata_invalid',
    'subject_mismatch',
    'token_type_unknown',
  ],
  webhook_rejected: [
    'body_parsed',
    'payload_malformed',
    'replayed',
    'webhook_signature_invalid',
    'signature_missing',
    'timestamp_outside_tolerance',
    'too_large',
  ],
} as const satisfies Partial<Record<ErrorCode, readonly string[]>>;

/** One of the category's reasons. */
export type AuthReason = (typeof authReasons)[keyof typeof authReasons][number];
