import type { ReceivedRequest } from './received.ts';

/** How a vendor says when to come back. */
export interface RetryAfter {
  /** `Retry-After` in seconds, `Retry-After` as an HTTP date, or `retry-after-ms`. */
  readonly form: 'seconds' | 'date' | 'milliseconds';
  readonly delayMs: number;
}

/**
 * What goes wrong with one request.
 *
 * `commit` says whether the handler runs first, so that the effect happens although the client is not told.
 */
export type Fault =
  /** Answers with this status instead. Default body: none; `commit` defaults to false. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly contentType?: string;
      readonly retryAfter?: RetryAfter;
      readonly commit?: boolean;
    }
  /** Answers 200 with a body that is no JSON although it says so. `commit` defaults to true. */
  | { readonly kind: 'garbage'; readonly body?: string; readonly commit?: boolean }
  /** Answers 200 with JSON of another shape. Default body: `{"unexpected":true}`; `commit` defaults to true. */
  | { readonly kind: 'wrongShape'; readonly body?: unknown; readonly commit?: boolean }
  /** Sends the first bytes of the real answer, with the length of the whole, then drops the connection. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** Sends the headers of the real answer and the first bytes (default 0), then nothing more for ever. */
  | { readonly kind: 'slowBody'; readonly afterBytes?: number }
  /** Resets the connection; the handler does not run. */
  | { readonly kind: 'resetBefore' }
  /** Runs the handler, then resets the connection: done, but the client is not told. */
  | { readonly kind: 'resetAfter' }
  /** Never answers. */
  | { readonly kind: 'hang'; readonly commit: boolean }
  /** Waits on the server's clock, then goes on as usual. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Redirects to itself for ever. Default status: 307, which keeps method and body. */
  | { readonly kind: 'redirectLoop'; readonly status?: 301 | 302 | 303 | 307 | 308 };

/** A fault, and which requests meet it. */
export type FaultPlan = Fault & {
  /** How many requests meet it. Default: 1. `Infinity`: all of them. */
  readonly times?: number;
  /** Which requests meet it. Default: any. */
  readonly match?: (request: ReceivedRequest) => boolean;
};

/**
 * A proxy's error page in HTML, as gateways answer in the vendor's place.
 *
 * @example
 * server.fault(htmlPage(502));
 */
export function htmlPage(status: number): Fault {
  const body = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
  return { kind: 'status', status, body, contentType: 'text/html; charset=utf-8' };
}

/**
 * An answer 429, with or without a word on when to come back.
 *
 * @example
 * server.fault(rateLimited({ form: 'seconds', delayMs: 2_000 }));
 */
export function rateLimited(retryAfter?: RetryAfter): Fault {
  return { kind: 'status', status: 429, ...(retryAfter && { retryAfter }) };
}

/** The headers for a {@link RetryAfter}. Headers count whole seconds, so both first forms round up. */
export function retryAfterHeaders(retryAfter: RetryAfter, nowMs: number): Record<string, string> {
  const { form, delayMs } = retryAfter;
  if (form === 'milliseconds') return { 'retry-after-ms': String(delayMs) };
  if (form === 'seconds') return { 'retry-after': String(Math.ceil(delayMs / 1000)) };
  const date = new Date(Math.ceil((nowMs + delayMs) / 1000) * 1000);
  return { 'retry-after': date.toUTCString() };
}
