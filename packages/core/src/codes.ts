/**
 * What happened to the effect of a call that failed. `not_applied`: safe to repeat. `unknown`: it may have happened.
 * `applied`: it happened, only the answer was lost.
 */
export type Outcome = 'not_applied' | 'unknown' | 'applied';

/** When a repeat can help: `always` (if the outcome allows it), `never`. */
type Retry = 'always' | 'never';

interface CodeRow {
  /** HTTP status to answer *your* caller with; `vendor.status` is what the vendor said. */
  readonly status: number;
  readonly retry: Retry;
  /** What the reader should do next, one sentence. */
  readonly hint: string;
}

/** The closed list of error codes. Adding one is a minor release; renaming one is a major. */
export const codes = {
  config_invalid: { status: 500, retry: 'never', hint: 'Fix the configuration; run `patchbay check`.' },
  adapter_missing: {
    status: 500,
    retry: 'never',
    hint: 'Install the adapter package that the message names.',
  },
  unsupported: {
    status: 501,
    retry: 'never',
    hint: 'Use an operation that this provider has, or another provider.',
  },
  invalid_request: { status: 400, retry: 'never', hint: 'Fix the input that the message names.' },
  payload_too_large: { status: 413, retry: 'never', hint: 'Send less data.' },
  not_found: {
    status: 404,
    retry: 'never',
    hint: 'Check the id, and that it belongs to this account and mode.',
  },
  already_exists: { status: 409, retry: 'never', hint: 'Use the existing object or another name.' },
  precondition_failed: {
    status: 412,
    retry: 'never',
    hint: 'Read the object again and decide on its current state.',
  },
  conflict: { status: 409, retry: 'always', hint: 'The same key or object is in use; try again shortly.' },
  idempotency_mismatch: {
    status: 422,
    retry: 'never',
    hint: 'Use a new idempotency key for a new intention.',
  },
  provider_auth_failed: {
    status: 502,
    retry: 'never',
    hint: 'Check or rotate the credential of this provider.',
  },
  provider_permission_denied: {
    status: 502,
    retry: 'never',
    hint: 'Grant the credential the permission it lacks.',
  },
  unauthenticated: { status: 401, retry: 'never', hint: 'Ask the user to sign in again.' },
  access_denied: { status: 403, retry: 'never', hint: 'The user or a policy refused this.' },
  declined: { status: 402, retry: 'never', hint: 'Show the reason to the user and offer another way.' },
  rate_limited: {
    status: 429,
    retry: 'always',
    hint: 'Slow down; `retryAfterMs` says how long where known.',
  },
  quota_exceeded: { status: 503, retry: 'never', hint: 'Raise the plan or quota at the provider.' },
  network: { status: 502, retry: 'always', hint: 'Check the network path to the provider.' },
  timeout: { status: 504, retry: 'always', hint: 'Check `outcome` before you repeat the call.' },
  provider_unavailable: {
    status: 503,
    retry: 'always',
    hint: 'The provider is down; try later or fail over.',
  },
  provider_error: {
    status: 502,
    retry: 'always',
    hint: 'The provider failed; quote `requestId` to its support.',
  },
  invalid_response: {
    status: 502,
    retry: 'always',
    hint: 'The answer was not the provider’s; check proxies and `baseUrl`.',
  },
  overloaded: {
    status: 503,
    retry: 'always',
    hint: 'A local limit was reached; lower the load or raise the limit.',
  },
  aborted: {
    status: 499,
    retry: 'never',
    hint: 'The caller gave up; check `outcome` before you repeat the call.',
  },
  webhook_rejected: {
    status: 400,
    retry: 'never',
    hint: 'Check the webhook secret and that the body is raw bytes.',
  },
  internal: { status: 500, retry: 'never', hint: 'This is a bug in Patchbay; please report it.' },
  unknown: {
    status: 502,
    retry: 'never',
    hint: 'The provider sent an error that is not mapped yet; please report it.',
  },
} as const satisfies Record<string, CodeRow>;

/** One of the closed list of error codes. */
export type ErrorCode = keyof typeof codes;

/** True when `value` is one of the codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(codes, value);
}
