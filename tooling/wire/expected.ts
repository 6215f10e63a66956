import type { ErrorCode, Outcome } from '@patchbay/core';
import type { WireFault } from '@patchbay/payments/conformance';

/** What must come of one fault that does not go away, for a write of money under a key. Written before any run. */
export interface Expected {
  readonly what: string;
  readonly fault: WireFault;
  readonly requests: number;
  readonly code: ErrorCode;
  readonly outcome: Outcome;
  /** Virtual milliseconds, where they are exact. */
  readonly elapsedMs?: number;
}

const retryAfter = (form: 'seconds' | 'date' | 'milliseconds', ms: number): WireFault => ({
  kind: 'vendor',
  error: 'rate_limited',
  retryAfter: { form, ms },
});

const refused = { code: 'rate_limited', outcome: 'not_applied' } as const;
const unknown = { requests: 3, outcome: 'unknown' } as const;
const unread = { requests: 1, code: 'invalid_response', outcome: 'applied' } as const;

export const expected: readonly Expected[] = [
  {
    what: '401',
    fault: { kind: 'vendor', error: 'wrong_credential' },
    requests: 1,
    code: 'provider_auth_failed',
    outcome: 'not_applied',
    elapsedMs: 0,
  },
  { what: '409 in flight', fault: { kind: 'vendor', error: 'key_in_flight' }, ...unknown, code: 'conflict' },
  { what: '429, 2 seconds', fault: retryAfter('seconds', 2000), requests: 3, ...refused, elapsedMs: 4000 },
  { what: '429, a date', fault: retryAfter('date', 2000), requests: 3, ...refused },
  {
    what: '429, 5000 milliseconds',
    fault: retryAfter('milliseconds', 5000),
    requests: 3,
    ...refused,
    elapsedMs: 10_000,
  },
  { what: '429, an hour', fault: retryAfter('seconds', 3_600_000), requests: 1, ...refused, elapsedMs: 0 },
  {
    what: '429, no word',
    fault: { kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'none' } },
    requests: 3,
    ...refused,
  },
  { what: '500', fault: { kind: 'vendor', error: 'server_error' }, ...unknown, code: 'provider_error' },
  { what: '503', fault: { kind: 'vendor', error: 'unavailable' }, ...unknown, code: 'provider_unavailable' },
  { what: 'HTML 502', fault: { kind: 'html', status: 502 }, ...unknown, code: 'provider_unavailable' },
  {
    what: '404 without envelope',
    fault: { kind: 'json_without_envelope', status: 404 },
    ...unknown,
    code: 'invalid_response',
  },
  { what: '200 with garbage', fault: { kind: 'garbage' }, ...unread },
  { what: '200 of another shape', fault: { kind: 'other_shape' }, ...unread },
  { what: 'truncated JSON', fault: { kind: 'truncated' }, ...unread },
  { what: 'reset before', fault: { kind: 'reset_before' }, ...unknown, code: 'network' },
  { what: 'reset after commit', fault: { kind: 'reset_after_commit' }, ...unknown, code: 'network' },
  {
    what: 'nobody listens',
    fault: { kind: 'refused' },
    requests: 0,
    code: 'network',
    outcome: 'not_applied',
  },
  {
    what: 'hang',
    fault: { kind: 'hang' },
    requests: 1,
    code: 'timeout',
    outcome: 'unknown',
    elapsedMs: 30_000,
  },
  {
    what: 'hang after commit',
    fault: { kind: 'hang_after_commit' },
    requests: 1,
    code: 'timeout',
    outcome: 'unknown',
    elapsedMs: 30_000,
  },
  {
    what: 'slow body',
    fault: { kind: 'slow_body' },
    requests: 1,
    code: 'timeout',
    outcome: 'applied',
    elapsedMs: 30_000,
  },
];
