import type { ErrorCode, Outcome } from '@patchbay/core';
import type { WireFault } from '@patchbay/core/conformance';

/** What must come of one fault that does not go away, for one write. Written before any run. */
export interface Expected extends Readonly<Record<WriteKind, Course>> {
  readonly what: string;
  /** The conformance case about the same fault: what a harness exempts there is exempt here. */
  readonly like: string;
  readonly fault: WireFault;
  readonly code: ErrorCode;
  readonly outcome: Outcome;
}

/**
 * `money`: a write of money under a key, whose attempt may take the whole 30 s. `repeated`: another write that may be
 * repeated when its effect is unknown, 10 s an attempt. `once`: a write that may not.
 */
export type WriteKind = 'money' | 'repeated' | 'once';

/** How often it is tried. */
interface Course {
  readonly requests: number;
  /** Virtual milliseconds, where they are exact. */
  readonly elapsedMs?: number;
}

const retryAfter = (form: 'seconds' | 'date' | 'milliseconds', ms: number): WireFault => ({
  kind: 'vendor',
  error: 'rate_limited',
  retryAfter: { form, ms },
});

const always = (course: Course) => ({ money: course, repeated: course, once: course });
const refused = { code: 'rate_limited', outcome: 'not_applied' } as const;
const unknown = {
  outcome: 'unknown',
  money: { requests: 3 },
  repeated: { requests: 3 },
  once: { requests: 1 },
} as const;
const unread = { code: 'invalid_response', outcome: 'applied', ...always({ requests: 1 }) } as const;
const silence = {
  code: 'timeout',
  outcome: 'unknown',
  money: { requests: 1, elapsedMs: 30_000 },
  repeated: { requests: 3, elapsedMs: 30_000 },
  once: { requests: 1, elapsedMs: 10_000 },
} as const;

export const expected: readonly Expected[] = [
  {
    what: '401',
    like: 'wrong_credential',
    fault: { kind: 'vendor', error: 'wrong_credential' },
    code: 'provider_auth_failed',
    outcome: 'not_applied',
    ...always({ requests: 1, elapsedMs: 0 }),
  },
  {
    what: '409 in flight',
    like: 'key_in_flight',
    fault: { kind: 'vendor', error: 'key_in_flight' },
    code: 'conflict',
    ...unknown,
  },
  {
    what: '429, 2 seconds',
    like: 'retry_after_in_seconds',
    fault: retryAfter('seconds', 2000),
    ...refused,
    ...always({ requests: 3, elapsedMs: 4000 }),
  },
  {
    what: '429, a date',
    like: 'retry_after_as_a_date',
    fault: retryAfter('date', 2000),
    ...refused,
    ...always({ requests: 3 }),
  },
  {
    what: '429, 5000 milliseconds',
    like: 'retry_after_in_milliseconds',
    fault: retryAfter('milliseconds', 5000),
    ...refused,
    ...always({ requests: 3, elapsedMs: 10_000 }),
  },
  {
    what: '429, an hour',
    like: 'retry_after_beyond_the_deadline',
    fault: retryAfter('seconds', 3_600_000),
    ...refused,
    ...always({ requests: 1, elapsedMs: 0 }),
  },
  {
    what: '429, no word',
    like: 'retry_after_not_given',
    fault: { kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'none' } },
    ...refused,
    ...always({ requests: 3 }),
  },
  {
    what: '500',
    like: 'server_error',
    fault: { kind: 'vendor', error: 'server_error' },
    code: 'provider_error',
    ...unknown,
  },
  {
    what: '503',
    like: 'unavailable',
    fault: { kind: 'vendor', error: 'unavailable' },
    code: 'provider_unavailable',
    ...unknown,
  },
  {
    what: 'HTML 502',
    like: 'html_502',
    fault: { kind: 'html', status: 502 },
    code: 'provider_unavailable',
    ...unknown,
  },
  {
    what: '404 without envelope',
    like: 'json_404_without_envelope',
    fault: { kind: 'json_without_envelope', status: 404 },
    code: 'invalid_response',
    ...unknown,
  },
  { what: '200 with garbage', like: 'garbage', fault: { kind: 'garbage' }, ...unread },
  { what: '200 of another shape', like: 'other_shape', fault: { kind: 'other_shape' }, ...unread },
  { what: 'truncated JSON', like: 'truncated', fault: { kind: 'truncated' }, ...unread },
  {
    what: 'reset before',
    like: 'reset_before',
    fault: { kind: 'reset_before' },
    code: 'network',
    ...unknown,
  },
  {
    what: 'reset after commit',
    like: 'reset_after_commit',
    fault: { kind: 'reset_after_commit' },
    code: 'network',
    ...unknown,
  },
  {
    what: 'nobody listens',
    like: 'refused',
    fault: { kind: 'refused' },
    code: 'network',
    outcome: 'not_applied',
    ...always({ requests: 0 }),
  },
  { what: 'hang', like: 'hang', fault: { kind: 'hang' }, ...silence },
  { what: 'hang after commit', like: 'hang_after_commit', fault: { kind: 'hang_after_commit' }, ...silence },
  {
    what: 'slow body',
    like: 'slow_body',
    fault: { kind: 'slow_body' },
    code: 'timeout',
    outcome: 'applied',
    money: { requests: 1, elapsedMs: 30_000 },
    repeated: { requests: 1, elapsedMs: 10_000 },
    once: { requests: 1, elapsedMs: 10_000 },
  },
];
