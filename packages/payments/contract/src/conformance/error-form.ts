import { codes, type ErrorCode, IntegrationError } from '@patchbay/core';
import { paymentsReasons } from '../reasons.ts';
import { assert, assertEqual, assertOneOf, CaseFailure } from './assert.ts';

/** Reasons of core itself, valid in every category. */
const coreReasons: Partial<Record<ErrorCode, readonly string[]>> = {
  timeout: ['deadline'],
  overloaded: ['circuit_open', 'rate_limit', 'bulkhead_full'],
  precondition_failed: ['closed'],
};

/** The error, if it has the form that every error of the category has; fails otherwise. */
export function asWellFormed(thrown: unknown): IntegrationError {
  if (!IntegrationError.is(thrown))
    throw new CaseFailure(`Only an IntegrationError may leave: ${describeError(thrown)}`);
  assert(Object.hasOwn(codes, thrown.code), `the code ${thrown.code} is in the closed list`);
  assertEqual(thrown.category, 'payments', 'category of the error');
  assert(
    thrown.operation?.startsWith('payments.'),
    `the error names its operation, found ${thrown.operation}`,
  );
  assertOneOf(thrown.outcome, ['not_applied', 'unknown', 'applied'], 'outcome of the error');
  if (thrown.reason !== undefined)
    assertOneOf(thrown.reason, reasonsOf(thrown.code), `reason of ${thrown.code}`);
  assert(
    thrown.message.length > 0 && !/undefined|\[object/.test(thrown.message),
    `a readable message, found ${thrown.message}`,
  );
  return thrown;
}

function reasonsOf(code: ErrorCode): readonly string[] {
  const byCode: Partial<Record<ErrorCode, readonly string[]>> = paymentsReasons;
  return [...(byCode[code] ?? []), ...(coreReasons[code] ?? [])];
}

/** What an error has to say. */
export interface ExpectedError {
  readonly code: ErrorCode;
  readonly reason?: string;
  readonly outcome?: IntegrationError['outcome'];
}

/** Fails unless the error says what is expected. */
export function assertError(error: IntegrationError, expected: ExpectedError): void {
  const { code, reason, outcome } = error;
  const found = { code, ...('reason' in expected && { reason }), ...('outcome' in expected && { outcome }) };
  assertEqual(found, expected, `the error (${error.message})`);
}

/** An error in one line, for the message of a case. */
export function describeError(error: unknown): string {
  if (IntegrationError.is(error))
    return `${error.code}/${error.reason ?? '-'}, ${error.outcome}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Fails unless the error tells its reader of something. */
export function assertMentions(error: IntegrationError, word: string): void {
  const told = describeError(error);
  assert(told.includes(word), `the error mentions ${word}, found ${told}`);
}
