import { codes, type ErrorCode, type Outcome } from './codes.ts';
import type { Repeat } from './contract.ts';
import type { VendorError } from './error.ts';

/** What an adapter's `toFailure` makes of a thrown vendor error. Core adds outcome, redaction and the rest. */
export interface Failure {
  readonly code: ErrorCode;
  /** From the category's closed list; a reason belongs to exactly one code. */
  readonly reason?: string;
  /** What went wrong, one sentence; the vendor's own message where this is absent. */
  readonly message?: string;
  /** What the vendor said, as it said it: core redacts it. */
  readonly vendor?: VendorError;
  /** The vendor's id of the request. */
  readonly requestId?: string;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The vendor's own advice, where it gives one; it can only forbid a retry. */
  readonly retryable?: false;
}

/** How far the one request of an attempt came, as the transport saw it. */
export interface Trace {
  /**
   * `idle`: no request was made. `unsent`: it never reached the vendor. `sent`: it left. `answered`: an answer began.
   * `undone`: it was refused, or taken back.
   */
  phase: 'idle' | 'unsent' | 'sent' | 'answered' | 'undone';
  status: number | undefined;
  retryAfterMs: number | undefined;
  requestId: string | undefined;
}

/** A fresh trace. */
export function newTrace(): Trace {
  return { phase: 'idle', status: undefined, retryAfterMs: undefined, requestId: undefined };
}

const harmless: ReadonlySet<Trace['phase']> = new Set(['idle', 'unsent', 'undone']);
const undecidedStatuses: ReadonlySet<number> = new Set([408, 425, 499]);

/**
 * Whether the effect of one failed attempt may have happened: from how far the request came, never from a guess.
 * `recognised` says that the error is the vendor's own envelope, not a proxy's page.
 */
export function outcomeOf(repeat: Repeat, trace: Trace, code: ErrorCode, recognised: boolean): Outcome {
  if (repeat === 'safe' || harmless.has(trace.phase)) return 'not_applied';
  if (trace.phase === 'sent' || trace.status === undefined) return 'unknown';
  if (trace.status >= 200 && trace.status < 300) return ofSuccess(code, recognised);
  if (trace.status === 429 || (recognised && code === 'rate_limited')) return 'not_applied'; // S3 says it with 503
  if (
    trace.status >= 500 ||
    trace.status < 400 ||
    undecidedStatuses.has(trace.status) ||
    code === 'conflict'
  ) {
    return 'unknown';
  }
  return recognised ? 'not_applied' : 'unknown';
}

/** Failures that the vendor itself does not know the end of. */
const undecidedCodes: ReadonlySet<ErrorCode> = new Set([
  'conflict',
  'provider_error',
  'provider_unavailable',
  'unknown',
]);

/** An answer with a status of success that was a failure all the same. */
function ofSuccess(code: ErrorCode, recognised: boolean): Outcome {
  if (!recognised) return 'applied'; // it cannot be read
  return undecidedCodes.has(code) ? 'unknown' : 'not_applied';
}

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  408: 'timeout',
  413: 'payload_too_large',
  425: 'conflict',
  429: 'rate_limited',
  500: 'provider_error',
  502: 'provider_unavailable',
  503: 'provider_unavailable',
  504: 'provider_unavailable',
};

/** The code of an answer that the adapter does not recognise: a proxy's page, or no error at all. */
export function failureOfStatus(status: number): Failure {
  const code = codeByStatus[status] ?? (status > 500 ? 'provider_unavailable' : 'invalid_response');
  return { code, vendor: { status } };
}

/** True when a further attempt is safe and may help. */
export function mayRepeat(failure: Failure, outcome: Outcome, repeat: Repeat, keyHonoured: boolean): boolean {
  if (failure.retryable === false || codes[failure.code].retry === 'never') return false;
  if (outcome === 'not_applied') return true;
  return (
    outcome === 'unknown' &&
    (repeat === 'safe' || repeat === 'natural' || (repeat === 'keyed' && keyHonoured))
  );
}

const severity = { not_applied: 0, unknown: 1, applied: 2 } as const satisfies Record<Outcome, number>;

/** Outcome over several attempts: once `unknown`, a later `not_applied` does not clear it. */
export function accumulate(earlier: Outcome, later: Outcome): Outcome {
  return severity[later] > severity[earlier] ? later : earlier;
}

/** What a driver throws when it knows itself what is wrong: an answer of another shape, a provider's refusal. */
export class DriverFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message ?? failure.code);
    this.name = 'DriverFailure';
    this.failure = failure;
    Object.defineProperty(this, brand, { value: 1, enumerable: false });
  }
}

const brand = Symbol.for('patchbay.failure');

/** True for a `DriverFailure` of any copy of core. */
export function isDriverFailure(thrown: unknown): thrown is DriverFailure {
  return typeof thrown === 'object' && thrown !== null && brand in thrown;
}

/** An answer that is not what the vendor documents: never passed on as success. */
export function invalidResponse(message: string): DriverFailure {
  return new DriverFailure({ code: 'invalid_response', message });
}
