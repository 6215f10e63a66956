import type { ErrorCode } from '../codes.ts';

/** Failures of the provider, not of the request: another one may do it, or what is known from before may serve. */
export const movable: ReadonlySet<ErrorCode> = new Set([
  'network',
  'timeout',
  'provider_unavailable',
  'provider_error',
  'invalid_response',
  'overloaded',
  'rate_limited',
  'quota_exceeded',
  'provider_auth_failed',
  'provider_permission_denied',
  'unsupported',
]);
