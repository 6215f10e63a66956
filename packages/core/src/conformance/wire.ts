/** How the fake of a provider answers. */
export type WireHandler = (request: Request) => Promise<Response>;

/** The wire between the adapter and the provider's fake: what was sent, and faults to plan. */
export interface Wire {
  /** Requests that reached the server, oldest first. */
  requests(): readonly WireRequest[];
  /** Plans a fault for the next `times` requests that write (default 1), or with `reads` for the next of any kind. */
  fault(fault: WireFault, options?: { readonly times?: number; readonly reads?: boolean }): void;
  /** How many requests the server holds without an answer: an abort has to let go of its own. */
  held?(): number;
}

/** One request as the server counted it. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey?: string;
  readonly body: string;
  /** Whether it only reads, where the method does not tell: `GET` and `HEAD` read, all others write. */
  readonly reads?: boolean;
}

/** What the provider's server does to requests. */
export type WireFault =
  | { readonly kind: 'vendor'; readonly error: VendorFault; readonly retryAfter?: RetryAfterForm }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'json_without_envelope'; readonly status: number }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'other_shape' }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'slow_body' }
  | { readonly kind: 'reset_before' }
  | { readonly kind: 'reset_after_commit' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'hang_after_commit' }
  | { readonly kind: 'refused' };

/** A refusal in the vendor's own envelope. */
export type VendorFault =
  | 'wrong_credential'
  | 'no_permission'
  | 'key_in_flight'
  | 'rate_limited'
  | 'server_error'
  | 'unavailable';

/** How a 429 says when to come again: the header's form, or no header. */
export type RetryAfterForm =
  | { readonly form: 'seconds' | 'date' | 'milliseconds'; readonly ms: number }
  | { readonly form: 'none' };

/** True for a request that changes nothing on the far side. */
export function isReading({ method, reads }: WireRequest): boolean {
  return reads ?? (method === 'GET' || method === 'HEAD');
}
