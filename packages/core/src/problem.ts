import { codes } from './codes.ts';
import type { IntegrationError } from './error.ts';

/** A problem document of RFC 9457, served as `application/problem+json`. */
export interface ProblemDocument {
  /** URL of a page about the code. */
  readonly type: string;
  readonly title: string;
  /** HTTP status to answer with. */
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly reason?: string;
  /** `not_applied`, `unknown` or `applied`. */
  readonly outcome: string;
  readonly retryable: boolean;
  /** In milliseconds; send `Retry-After` in seconds. */
  readonly retryAfterMs?: number;
}

/** Codes whose message is for operators: the public document tells nothing of them. */
const operatorCodes: ReadonlySet<string> = new Set([
  'config_invalid',
  'adapter_missing',
  'provider_auth_failed',
  'provider_permission_denied',
  'quota_exceeded',
  'internal',
  'unknown',
]);

/**
 * What your API may answer its own caller with. A rejected vendor credential becomes 502, never the caller's 401,
 * and problems that only an operator can fix carry no detail.
 *
 * @example
 * const problem = toProblem(error);
 * return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json' } });
 */
export function toProblem(error: IntegrationError, base = 'https://patchbay.dev/'): ProblemDocument {
  const { code, reason, outcome, retryable, retryAfterMs } = error;
  return {
    type: new URL(`errors/${code}`, base).href,
    title: code.replaceAll('_', ' '),
    status: codes[code].status,
    ...(operatorCodes.has(code) ? {} : { detail: error.message }),
    code,
    ...(reason !== undefined && { reason }),
    outcome,
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
