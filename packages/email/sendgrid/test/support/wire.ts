import type { VendorFault, Wire } from '@patchbay/core/conformance';
import {
  closedPort,
  type FaultServer,
  type ReceivedRequest,
  toFault,
  type VendorRefusal,
} from '@patchbay/testing/node';

/** SendGrid's own refusals: https://docs.sendgrid.com/api-reference/how-to-use-the-sendgrid-v3-api/responses (2026-11-22). */
const statuses = {
  wrong_credential: 401,
  no_permission: 403,
  key_in_flight: 409,
  rate_limited: 429,
  server_error: 500,
  unavailable: 503,
} as const satisfies Record<VendorFault, number>;

/** The fake's socket: what came in, and what goes wrong with it. `fetch` is for the adapter. */
export async function toWire(
  server: FaultServer,
): Promise<{ readonly wire: Wire; readonly fetch: typeof fetch }> {
  const closed = await closedPort();
  const refusals: Refusal[] = [];
  const refusingFetch: typeof fetch = async (input, init) => {
    const { href, pathname } = new URL(input instanceof Request ? input.url : input);
    const reads = isReading(init?.method ?? 'GET', pathname);
    const refusal = refusals.find((planned) => planned.left > 0 && (planned.reads || !reads));
    if (refusal === undefined) return fetch(input, init);
    refusal.left -= 1;
    return fetch(href.replace(server.url, closed), init);
  };
  const wire: Wire = {
    requests: () => server.received.map(toWireRequest),
    held: () => server.held,
    fault: (fault, { times = 1, reads = false } = {}) => {
      if (fault.kind === 'refused') refusals.push({ left: times, reads });
      else
        server.fault({
          ...toFault(fault, refusalOf),
          times,
          match: ({ method, target }) => reads || !isReading(method, target),
        });
    },
  };
  return { wire, fetch: refusingFetch };
}

interface Refusal {
  left: number;
  readonly reads: boolean;
}

/** A new batch id belongs to nothing: to make one changes nothing. */
function isReading(method: string, path: string): boolean {
  return method === 'GET' || path === '/v3/mail/batch';
}

function toWireRequest({ method, target: path, text: body }: ReceivedRequest) {
  return { method, path, body, reads: isReading(method, path) };
}

function refusalOf(error: VendorFault): VendorRefusal {
  return {
    status: statuses[error],
    body: JSON.stringify({ errors: [{ message: 'Planned by a test.', field: null, help: null }] }),
    contentType: 'application/json',
  };
}
