import { codes, type ErrorCode, IntegrationError, isDriverFailure, toProblem } from '@patchbay/core';

/** A request that is not acknowledged, and why. */
export class Refusal extends Error {
  /** `unavailable`: ours is the fault, and the vendor is to deliver again. */
  readonly what: 'rejected' | 'unavailable';
  /** For metrics. */
  readonly reason: string;
  readonly response: Response;

  constructor(what: Refusal['what'], reason: string, response: Response) {
    super(reason);
    this.name = 'Refusal';
    this.what = what;
    this.reason = reason;
    this.response = response;
  }
}

/** A problem document of RFC 9457. */
export function problem(
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return document({ type: 'about:blank', title, status }, headers);
}

function document(
  body: { readonly status: number; readonly title: string; readonly [name: string]: unknown },
  headers: Readonly<Record<string, string>>,
): Response {
  const all = { 'content-type': 'application/problem+json', ...headers };
  return new Response(JSON.stringify(body), { status: body.status, headers: all });
}

/** The vendor is not who it says, or not what it should be. A forger learns nothing of what was wrong. */
export function rejected(status: number, title: string, reason: string, headers = {}): Refusal {
  return new Refusal('rejected', reason, problem(status, title, headers));
}

const retryAfterSeconds = 30;
const busyAfterSeconds = 5;

/** Ours is the fault, for now. */
export function unavailable(reason: string): Refusal {
  const headers = { 'retry-after': String(reason === 'busy' ? busyAfterSeconds : retryAfterSeconds) };
  return new Refusal('unavailable', reason, problem(503, 'Service unavailable', headers));
}

/** The application could not handle it, and the vendor is to deliver again. */
export function notHandled(): Refusal {
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return new Refusal('unavailable', 'not_handled', problem(500, 'The event was not handled', headers));
}

/** What becomes of an error that was met while a webhook was read or verified. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, reason } = failureOf(error);
  if (code !== 'webhook_rejected') return unavailable(code);
  if (reason === 'too_large') return rejected(413, 'Content too large', reason);
  if (reason === 'body_parsed') return parsedBody(error);
  const known = { code, message: '', outcome: 'not_applied' } as const;
  const { detail: _detail, ...shown } = toProblem(new IntegrationError(known));
  return new Refusal('rejected', reason ?? code, document({ ...shown, status: codes[code].status }, {}));
}

function failureOf(error: unknown): { readonly code: ErrorCode; readonly reason?: string } {
  if (IntegrationError.is(error)) return error;
  return isDriverFailure(error) ? error.failure : { code: 'internal' };
}

/** No forger’s doing: the application has read the body. Its author reads the answer, and the vendor delivers again. */
function parsedBody(error: unknown): Refusal {
  const detail = error instanceof Error ? error.message : undefined;
  const body = {
    type: 'about:blank',
    title: 'The body was read before it could be verified',
    status: 500,
    detail,
  };
  return new Refusal('unavailable', 'body_parsed', document(body, {}));
}
