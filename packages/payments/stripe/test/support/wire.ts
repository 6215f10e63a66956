import type { VendorFault, Wire } from '@patchbay/core/conformance';
import {
  closedPort,
  type FaultServer,
  type ReceivedRequest,
  toFault,
  type VendorRefusal,
} from '@patchbay/testing/node';

/** Stripe's own refusals: https://docs.stripe.com/api/errors, https://docs.stripe.com/error-low-level (2026-11-22). */
const envelopes = {
  wrong_credential: { status: 401, error: { type: 'invalid_request_error' } },
  no_permission: { status: 403, error: { type: 'invalid_request_error', code: 'secret_key_required' } },
  key_in_flight: { status: 409, error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } },
  rate_limited: { status: 429, error: { type: 'invalid_request_error', code: 'rate_limit' } },
  server_error: { status: 500, error: { type: 'api_error' } },
  unavailable: { status: 503, error: { type: 'api_error' } },
} as const satisfies Record<VendorFault, { readonly status: number; readonly error: object }>;

/** The fake's socket: what came in, and what goes wrong with it. `fetch` is for the adapter. */
export async function toWire(
  server: FaultServer,
): Promise<{ readonly wire: Wire; readonly fetch: typeof fetch }> {
  const closed = await closedPort();
  const refusals: Refusal[] = [];
  const refusingFetch: typeof fetch = async (input, init) => {
    const { href, method } = target(input, init);
    const refusal = refusals.find(({ left, reads }) => left > 0 && (reads || method !== 'GET'));
    if (refusal === undefined) return fetch(input, init);
    refusal.left -= 1;
    return fetch(href.replace(server.url, closed), init);
  };
  const wire: Wire = {
    requests: () => server.received.filter(isApi).map(toWireRequest),
    held: () => server.held,
    fault: (fault, { times = 1, reads = false } = {}) => {
      if (fault.kind === 'refused') refusals.push({ left: times, reads });
      else
        server.fault({
          ...toFault(fault, refusalOf),
          times,
          match: (request) => isApi(request) && (reads || request.method !== 'GET'),
        });
    },
  };
  return { wire, fetch: refusingFetch };
}

interface Refusal {
  left: number;
  readonly reads: boolean;
}

/** Payers' browsers talk to the same socket. */
function isApi({ target: path }: ReceivedRequest): boolean {
  return path.startsWith('/v1/');
}

function toWireRequest(received: ReceivedRequest): ReturnType<Wire['requests']>[number] {
  const idempotencyKey = received.headers.get('idempotency-key');
  const { method, target: path, text: body } = received;
  return { method, path, body, ...(idempotencyKey !== null && { idempotencyKey }) };
}

function target(
  input: Parameters<typeof fetch>[0],
  init: RequestInit = {},
): { readonly href: string; readonly method: string } {
  if (input instanceof Request) return { href: input.url, method: init.method ?? input.method };
  return { href: String(input), method: init.method ?? 'GET' };
}

function refusalOf(error: VendorFault): VendorRefusal {
  const { status, error: details } = envelopes[error];
  return {
    status,
    body: JSON.stringify({ error: { ...details, message: 'Planned by a test.' } }),
    contentType: 'application/json',
    headers: { 'request-id': 'req_planned' },
  };
}
