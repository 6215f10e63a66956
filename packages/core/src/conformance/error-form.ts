import { codes, type ErrorCode } from '../codes.ts';
import { IntegrationError } from '../error.ts';
import { assert, assertEqual, assertOneOf, CaseFailure } from './assert.ts';

/** A category's closed list of reasons, by the code that each belongs to. */
export type Reasons = Readonly<Partial<Record<ErrorCode, readonly string[]>>>;

/** Reasons of core itself, valid in every category. */
const coreReasons: Reasons = {
  timeout: ['deadline'],
  overloaded: ['circuit_open', 'rate_limit', 'bulkhead_full'],
  precondition_failed: ['closed'],
};

/** The error, if it has the form that every error of the category has; fails otherwise. */
export function asWellFormed(thrown: unknown, category: string, reasons: Reasons): IntegrationError {
  if (!IntegrationError.is(thrown))
    throw new CaseFailure(`Only an IntegrationError may leave: ${describeError(thrown)}`);
  assert(Object.hasOwn(codes, thrown.code), `the code ${thrown.code} is in the closed list`);
  assertEqual(thrown.category, category, 'category of the error');
  assert(
    thrown.operation?.startsWith(`${category}.`),
    `the error names its operation, found ${thrown.operation}`,
  );
  assertOneOf(thrown.outcome, ['not_applied', 'unknown', 'applied'], 'outcome of the error');
  if (thrown.reason !== undefined) {
    const known = [...(reasons[thrown.code] ?? []), ...(coreReasons[thrown.code] ?? [])];
    assertOneOf(thrown.reason, known, `reason of ${thrown.code}`);
  }
  assert(
    thrown.message.length > 0 && !/undefined|\[object/.test(thrown.message),
    `a readable message, found ${thrown.message}`,
  );
  return thrown;
}

/** What an error has to say. */
export interface ExpectedError {
  readonly code: ErrorCode;
  readonly reason?: string;
  readonly outcome?: IntegrationError['outcome'];
}

/**
 * Fails unless the error says what is expected.
 * @throws `CaseFailure`
 */
export function assertError(error: IntegrationError, expected: ExpectedError): void {
  const { code, reason, outcome } = error;
  const found = { code, ...('reason' in expected && { reason }), ...('outcome' in expected && { outcome }) };
  const wanted = {
    code: expected.code,
    ...('reason' in expected && { reason: expected.reason }),
    ...('outcome' in expected && { outcome: expected.outcome }),
  };
  assertEqual(found, wanted, `the error (${error.message})`);
}

/** An error in one line, for the message of a case. */
export function describeError(error: unknown): string {
  if (IntegrationError.is(error))
    return `${error.code}/${error.reason ?? '-'}, ${error.outcome}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/**
 * Fails unless the error tells its reader of something.
 * @throws `CaseFailure`
 */
export function assertMentions(error: IntegrationError, word: string): void {
  const told = describeError(error);
  assert(told.includes(word), `the error mentions ${word}, found ${told}`);
}
