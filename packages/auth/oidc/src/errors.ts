import type { AuthReason } from '@patchbay/auth';
import type { Failure } from '@patchbay/core';
import { type Refusal, toRefusal } from './client/refusal.ts';

/** What a refusal means in the contract's words. */
export type Meaning = Pick<Failure, 'code'> & { readonly reason?: AuthReason };

const clientRefused: Meaning = { code: 'provider_auth_failed', reason: 'client_refused' };
const grantInvalid: Meaning = { code: 'unauthenticated', reason: 'grant_invalid' };
const parameterInvalid: Meaning = { code: 'invalid_request', reason: 'parameter_invalid' };
const denied: Meaning = { code: 'provider_permission_denied' };
const loginRequired: Meaning = { code: 'access_denied', reason: 'login_required' };

/**
 * By the vendor's code: https://www.rfc-editor.org/rfc/rfc6749#section-5.2, rfc6750#section-3.1, rfc7009#section-2.2.1,
 * rfc8628#section-3.5, rfc8707#section-2 (2026-11-22).
 */
export const meaningByError: Readonly<Record<string, Meaning>> = {
  access_denied: { code: 'access_denied', reason: 'consent_denied' },
  consent_required: loginRequired,
  expired_token: grantInvalid,
  insufficient_scope: { code: 'access_denied', reason: 'scope_missing' },
  interaction_required: loginRequired,
  invalid_client: clientRefused,
  invalid_grant: grantInvalid,
  invalid_request: parameterInvalid,
  invalid_scope: parameterInvalid,
  invalid_target: parameterInvalid,
  invalid_token: { code: 'unauthenticated', reason: 'token_revoked' },
  login_required: loginRequired,
  server_error: { code: 'provider_error' },
  slow_down: { code: 'rate_limited' },
  temporarily_unavailable: { code: 'provider_unavailable' },
  unauthorized_client: denied,
  unsupported_grant_type: parameterInvalid,
  unsupported_token_type: parameterInvalid,
};

/** For codes that no specification names. */
export const meaningByStatus: Readonly<Record<number, Meaning>> = {
  200: { code: 'provider_error' },
  400: parameterInvalid,
  401: clientRefused,
  403: denied,
  404: { code: 'not_found' },
  413: { code: 'payload_too_large' },
  429: { code: 'rate_limited' },
  500: { code: 'provider_error' },
};

/** Names a refusal of the provider; `undefined` for what is not its own answer. */
export function toFailure(thrown: unknown): Failure | undefined {
  const refusal = toRefusal(thrown);
  if (refusal === undefined) return undefined;
  const { status, error, description: message } = refusal;
  return {
    ...meaningOf(refusal),
    vendor: { status, code: error, ...(message !== undefined && { message }) },
  };
}

/** A limit is one in whatever words. */
function meaningOf({ status, error }: Refusal): Meaning {
  if (status === 429) return { code: 'rate_limited' };
  // Auth0 says so to a wrong client secret: https://github.com/auth0/node-auth0/issues/682 (2026-11-22).
  if (status === 401 && error === 'access_denied') return clientRefused;
  const byError = Object.hasOwn(meaningByError, error) ? meaningByError[error] : undefined;
  return byError ?? meaningByStatus[status] ?? { code: status > 500 ? 'provider_unavailable' : 'unknown' };
}
