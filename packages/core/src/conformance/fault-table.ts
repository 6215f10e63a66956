import type { ExpectedError } from './error-form.ts';
import type { WireFault } from './wire.ts';

/** What a call must come to when every request of it meets the fault. Written by hand, never derived. */
export interface FaultRow {
  readonly fault: WireFault;
  /** A write that may be repeated when its effect is unknown: naturally, or under a key that the vendor honours. */
  readonly write: Ending;
  /** A write that may not be; absent where it ends as the others do. */
  readonly once?: Ending;
  /** A read; absent where the fault cannot happen to one. */
  readonly read?: Ending;
}

/** How a call ends. */
export interface Ending extends ExpectedError {
  readonly outcome: NonNullable<ExpectedError['outcome']>;
  readonly attempts: number;
}

/** The name of a fault in the table. */
export type FaultName = keyof typeof faultTable;

const html = (status: number): FaultRow => ({
  fault: { kind: 'html', status },
  write: { code: 'provider_unavailable', outcome: 'unknown', attempts: 3 },
  once: { code: 'provider_unavailable', outcome: 'unknown', attempts: 1 },
  read: { code: 'provider_unavailable', outcome: 'not_applied', attempts: 3 },
});
const unreadable = {
  write: { code: 'invalid_response', outcome: 'applied', attempts: 1 },
  read: { code: 'invalid_response', outcome: 'not_applied', attempts: 3 },
} as const;
const broken = {
  write: { code: 'network', outcome: 'unknown', attempts: 3 },
  once: { code: 'network', outcome: 'unknown', attempts: 1 },
  read: { code: 'network', outcome: 'not_applied', attempts: 3 },
} as const;
const noAnswer = {
  write: { code: 'timeout', outcome: 'unknown', attempts: 3 },
  once: { code: 'timeout', outcome: 'unknown', attempts: 1 },
  read: { code: 'timeout', outcome: 'not_applied', attempts: 3 },
} as const;

/** Faults by name. Three attempts at most, each with a timeout of its own, a deadline far away. */
export const faultTable = {
  wrong_credential: {
    fault: { kind: 'vendor', error: 'wrong_credential' },
    write: { code: 'provider_auth_failed', outcome: 'not_applied', attempts: 1 },
    read: { code: 'provider_auth_failed', outcome: 'not_applied', attempts: 1 },
  },
  no_permission: {
    fault: { kind: 'vendor', error: 'no_permission' },
    write: { code: 'provider_permission_denied', outcome: 'not_applied', attempts: 1 },
    read: { code: 'provider_permission_denied', outcome: 'not_applied', attempts: 1 },
  },
  key_in_flight: {
    fault: { kind: 'vendor', error: 'key_in_flight' },
    write: { code: 'conflict', reason: 'key_in_flight', outcome: 'unknown', attempts: 3 },
  },
  rate_limited: {
    fault: { kind: 'vendor', error: 'rate_limited' },
    write: { code: 'rate_limited', outcome: 'not_applied', attempts: 3 },
    read: { code: 'rate_limited', outcome: 'not_applied', attempts: 3 },
  },
  server_error: {
    fault: { kind: 'vendor', error: 'server_error' },
    write: { code: 'provider_error', outcome: 'unknown', attempts: 3 },
    once: { code: 'provider_error', outcome: 'unknown', attempts: 1 },
    read: { code: 'provider_error', outcome: 'not_applied', attempts: 3 },
  },
  unavailable: {
    fault: { kind: 'vendor', error: 'unavailable' },
    write: { code: 'provider_unavailable', outcome: 'unknown', attempts: 3 },
    once: { code: 'provider_unavailable', outcome: 'unknown', attempts: 1 },
    read: { code: 'provider_unavailable', outcome: 'not_applied', attempts: 3 },
  },
  html_502: html(502),
  html_503: html(503),
  html_504: html(504),
  json_500_without_envelope: {
    fault: { kind: 'json_without_envelope', status: 500 },
    write: { code: 'provider_error', outcome: 'unknown', attempts: 3 },
    once: { code: 'provider_error', outcome: 'unknown', attempts: 1 },
    read: { code: 'provider_error', outcome: 'not_applied', attempts: 3 },
  },
  json_404_without_envelope: {
    fault: { kind: 'json_without_envelope', status: 404 },
    write: { code: 'invalid_response', outcome: 'unknown', attempts: 3 },
    once: { code: 'invalid_response', outcome: 'unknown', attempts: 1 },
    read: { code: 'invalid_response', outcome: 'not_applied', attempts: 3 },
  },
  garbage: { fault: { kind: 'garbage' }, ...unreadable },
  other_shape: { fault: { kind: 'other_shape' }, ...unreadable },
  truncated: { fault: { kind: 'truncated' }, ...unreadable },
  slow_body: {
    fault: { kind: 'slow_body' },
    write: { code: 'timeout', outcome: 'applied', attempts: 1 },
    read: { code: 'timeout', outcome: 'not_applied', attempts: 3 },
  },
  refused: {
    fault: { kind: 'refused' },
    write: { code: 'network', outcome: 'not_applied', attempts: 3 },
    read: { code: 'network', outcome: 'not_applied', attempts: 3 },
  },
  reset_before: { fault: { kind: 'reset_before' }, ...broken },
  reset_after_commit: { fault: { kind: 'reset_after_commit' }, ...broken },
  hang: { fault: { kind: 'hang' }, ...noAnswer },
  hang_after_commit: { fault: { kind: 'hang_after_commit' }, ...noAnswer },
} as const satisfies Record<string, FaultRow>;
