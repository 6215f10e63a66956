import type { ErrorCode, Outcome } from '@patchbay/core';
import type { FaultName } from './faults.ts';

/** What must come of one call, by the rules for outcome and retry alone. Written before any run. */
export interface Expected {
  /** How often the policy tries. */
  readonly attempts: number;
  /** How many of the attempts reach the server. */
  readonly requests: number;
  /** What the server has done in the end, as it counts itself. */
  readonly effects: 0 | 1;
  /** Where the call fails: the error. */
  readonly error?: ExpectedError;
  /** Where a refusal is a result: what it says. */
  readonly result?: string;
}

export interface ExpectedError {
  readonly code: ErrorCode;
  readonly outcome: Outcome;
  readonly reason?: string;
}

/** A call that fails, after this many requests, with this many effects. */
function fails(
  code: ErrorCode,
  outcome: Outcome,
  requests: number,
  effects: 0 | 1,
  reason?: string,
): Expected {
  const error = { code, outcome, ...(reason !== undefined && { reason }) };
  return { attempts: requests, requests, effects, error };
}

/** A call that never gets through: tried three times, since nothing can have happened. */
const unreachable: Expected = { ...fails('network', 'not_applied', 0, 0), attempts: 3 };

/** A refusal that is a result. */
const refuses = (result: string): Expected => ({
  attempts: 1,
  requests: 1,
  effects: 0,
  result,
});

const places = { refused: unreachable, unresolved: unreachable, untrusted: unreachable } as const;

/** One request each, whatever the vendor: what it says is final, or it was done. */
const final = {
  unauthorized: fails('provider_auth_failed', 'not_applied', 1, 0),
  garbage: fails('invalid_response', 'applied', 1, 1),
  truncated: fails('invalid_response', 'applied', 1, 1),
} as const;

/** Three requests each, whatever the vendor: nothing was done, so it may be tried again. */
const throttled = {
  limited_seconds: fails('rate_limited', 'not_applied', 3, 0),
  limited_date: fails('rate_limited', 'not_applied', 3, 0),
  limited_milliseconds: fails('rate_limited', 'not_applied', 3, 0),
  limited: fails('rate_limited', 'not_applied', 3, 0),
} as const;

type Row = Partial<Readonly<Record<FaultName, Expected>>>;

/** Stripe honours keys: what may have happened is asked for again under the same one, and happens once. */
const stripePayments: Row = {
  ...final,
  ...throttled,
  ...places,
  declined: refuses('status failed'),
  missing: fails('not_found', 'not_applied', 1, 0),
  in_flight: fails('conflict', 'unknown', 3, 0, 'key_in_flight'),
  server_error: fails('provider_error', 'unknown', 3, 0),
  unavailable: fails('provider_unavailable', 'unknown', 3, 0),
  html_502: fails('provider_unavailable', 'unknown', 3, 0),
  no_envelope: fails('invalid_response', 'unknown', 3, 0),
  slow_body: fails('timeout', 'applied', 1, 1, 'deadline'),
  reset_before: fails('network', 'unknown', 3, 0),
  reset_after: fails('network', 'unknown', 3, 1),
  hang: fails('timeout', 'unknown', 1, 1, 'deadline'),
  redirect_loop: fails('invalid_response', 'unknown', 3, 0),
};

/** SendGrid knows no keys: what may have happened is never tried again. */
const sendgridEmail: Row = {
  ...final,
  ...throttled,
  ...places,
  missing: fails('not_found', 'not_applied', 1, 0),
  server_error: fails('provider_error', 'unknown', 1, 0),
  unavailable: fails('provider_unavailable', 'unknown', 1, 0),
  html_502: fails('provider_unavailable', 'unknown', 1, 0),
  no_envelope: fails('invalid_response', 'unknown', 1, 0),
  slow_body: fails('timeout', 'applied', 1, 1),
  reset_before: fails('network', 'unknown', 1, 0),
  reset_after: fails('network', 'unknown', 1, 1),
  hang: fails('timeout', 'unknown', 1, 1),
  redirect_loop: fails('invalid_response', 'unknown', 1, 0),
};

/** To put the same bytes under the same key again is harmless. */
const s3Storage: Row = {
  ...final,
  ...throttled,
  ...places,
  missing: fails('not_found', 'not_applied', 1, 0, 'bucket_missing'),
  in_flight: fails('conflict', 'unknown', 3, 0, 'concurrent_write'),
  server_error: fails('provider_error', 'unknown', 3, 0),
  unavailable: fails('provider_unavailable', 'unknown', 3, 0),
  html_502: fails('provider_unavailable', 'unknown', 3, 0),
  no_envelope: fails('invalid_response', 'unknown', 3, 0),
  slow_body: fails('timeout', 'applied', 1, 1),
  reset_before: fails('network', 'unknown', 3, 0),
  reset_after: fails('network', 'unknown', 3, 1),
  hang: fails('timeout', 'unknown', 3, 1, 'deadline'),
  redirect_loop: fails('invalid_response', 'unknown', 3, 0),
};

/** A mail is sent when its final dot left: what goes wrong before may be tried again, what goes wrong after may not. */
const smtpEmail: Row = {
  ...places,
  unauthorized: fails('provider_auth_failed', 'not_applied', 1, 0),
  missing: refuses('status refused'),
  limited: fails('rate_limited', 'not_applied', 3, 0),
  server_error: fails('provider_unavailable', 'not_applied', 3, 0),
  unavailable: fails('provider_unavailable', 'not_applied', 3, 0),
  html_502: fails('invalid_response', 'not_applied', 3, 0),
  garbage: fails('invalid_response', 'unknown', 1, 1),
  truncated: fails('network', 'unknown', 1, 1),
  slow_body: fails('timeout', 'unknown', 1, 1),
  reset_before: fails('network', 'not_applied', 3, 0),
  reset_after: fails('network', 'unknown', 1, 1),
  hang: fails('timeout', 'unknown', 1, 1),
};

/** What must come of each fault, by row. */
export const expected = { stripePayments, sendgridEmail, s3Storage, smtpEmail } as const satisfies Record<
  string,
  Row
>;

export type AdapterName = keyof typeof expected;

/** Longest that a whole call may take. */
export const deadlineMs = 30_000;

/** Longest that one attempt may take: a write of money has the whole deadline. */
export const timeoutMs: Readonly<Record<AdapterName, number>> = {
  stripePayments: deadlineMs,
  sendgridEmail: 10_000,
  s3Storage: 10_000,
  smtpEmail: 10_000,
};
