import type { Clock } from './clock.ts';
import type { Trace } from './failure.ts';

/** The header that binds a request to its attempt. The transport strips it: it never reaches the wire. */
export const attemptHeader = 'patchbay-attempt';

/** What `setup.transport` takes: the `fetch` that requests really leave through. */
export interface TransportOptions {
  /** What requests are made with, for example through a proxy. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** What a vendor's SDK is given instead of its own HTTP client. */
export interface Transport {
  /** Records how far each request came; a request without an attempt's header passes through unseen. */
  readonly fetch: typeof fetch;
  /**
   * For what does not go through `fetch` (Node's HTTP client, SMTP, a file's commit): announces that the one request
   * of the attempt with these headers leaves now. Until then the attempt has no effect; from now on it may.
   * @throws `TypeError` when the attempt is over, or has made its request.
   */
  begin(headers: Readonly<Record<string, string>>): Sending;
}

/** A request on its way. Whoever sends it reports here what becomes of it; core derives the outcome from that. */
export interface Sending {
  /** Aborts at the attempt's timeout, the call's deadline or the caller's signal. */
  readonly signal: AbortSignal;
  /** An answer began: with its HTTP status and headers, where there are such. */
  answered(status?: number, headers?: Pick<Headers, 'get'>): void;
  /** The vendor refused it in its own words, or took it back: it has no effect. */
  undone(): void;
  /** It ended with an error of Node's or of `fetch`, which may prove that it never reached the vendor. */
  failed(error: unknown): void;
}

/** An attempt's place in the transport: what it records, and what aborts it. */
export interface Binding {
  readonly trace: Trace;
  readonly signal: AbortSignal;
}

/** Core's side of the transport. */
export interface TransportControl {
  readonly transport: Transport;
  /** Announces an attempt; the returned id goes out as the attempt's header. */
  bind(binding: Binding): string;
  release(id: string): void;
}

/** Wraps `base` so that core knows how far each request came. */
export function createTransport(
  clock: Clock,
  base: typeof fetch = (...request) => fetch(...request),
): TransportControl {
  const bindings = new Map<string, Binding>();
  let last = 0;
  const begin = (id: string | undefined): Sending => {
    const binding = bindings.get(id ?? '');
    if (binding === undefined) throw new TypeError('This attempt is over.');
    if (binding.trace.phase !== 'idle') throw new TypeError('One attempt is one request.');
    return toSending(binding, clock);
  };
  const tracedFetch: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    const id = headers.get(attemptHeader);
    if (id === null) return base(input, init);
    headers.delete(attemptHeader);
    const sending = begin(id);
    const { signal } = sending;
    try {
      const response = await base(input, { ...init, redirect: 'manual', headers, signal }); // a redirect would be a second request
      sending.answered(response.status, response.headers);
      return response;
    } catch (error) {
      sending.failed(error);
      throw error;
    }
  };
  return {
    transport: { fetch: tracedFetch, begin: (headers) => begin(headers[attemptHeader]) },
    bind(binding) {
      const id = (++last).toString(36);
      bindings.set(id, binding);
      return id;
    },
    release: (id) => void bindings.delete(id),
  };
}

function toSending({ trace, signal }: Binding, clock: Clock): Sending {
  trace.phase = 'sent';
  return {
    signal,
    answered(status, headers) {
      trace.phase = 'answered';
      trace.status = status;
      if (headers === undefined) return;
      trace.retryAfterMs = retryAfter(headers, clock.now());
      trace.requestId = headers.get('request-id') ?? headers.get('x-request-id') ?? undefined;
    },
    undone() {
      trace.phase = 'undone';
    },
    failed(error) {
      if (neverConnected(error)) trace.phase = 'unsent';
    },
  };
}

/** System and TLS codes that prove that the request never reached the vendor. */
const unsentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined; // `fetch` wraps what Node throws
  if (typeof cause !== 'object' || cause === null) return false;
  if ('errors' in cause && Array.isArray(cause.errors)) return cause.errors.every(hasUnsentCode);
  return hasUnsentCode(cause);
}

function hasUnsentCode(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return false;
  return typeof cause.code === 'string' && unsentCodes.has(cause.code);
}

/** `Retry-After` (seconds or a date) and `retry-after-ms`, in milliseconds; `undefined` where there is none. */
export function retryAfter(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  const exact = headers.get('retry-after-ms');
  if (exact !== null && /^\d+(\.\d+)?$/.test(exact)) return Math.ceil(Number(exact));
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
