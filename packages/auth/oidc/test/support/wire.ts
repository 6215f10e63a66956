import type { VendorFault, Wire } from '@patchbay/core/conformance';
import {
  closedPort,
  type FaultServer,
  type ReceivedRequest,
  toFault,
  type VendorRefusal,
} from '@patchbay/testing/node';

/** OAuth's own refusals: https://www.rfc-editor.org/rfc/rfc6749#section-5.2 (2026-11-22). */
const refusals = {
  wrong_credential: [401, 'invalid_client'],
  no_permission: [403, 'unauthorized_client'],
  key_in_flight: [409, 'conflict'],
  rate_limited: [429, 'slow_down'],
  server_error: [500, 'server_error'],
  unavailable: [503, 'temporarily_unavailable'],
} as const satisfies Record<VendorFault, readonly [number, string]>;

/** The provider's socket: what came in, and what goes wrong with it. `fetch` is for the adapter. */
export async function toWire(
  server: FaultServer,
): Promise<{ readonly wire: Wire; readonly fetch: typeof fetch }> {
  const closed = await closedPort();
  const refused: { left: number; readonly reads: boolean }[] = [];
  const refusingFetch: typeof fetch = async (input, init) => {
    const { href } = new URL(input instanceof Request ? input.url : input);
    const { method = 'GET', body } = init ?? {};
    const reads = isReading(method, body instanceof URLSearchParams ? body.toString() : '');
    const refusal = refused.find((planned) => planned.left > 0 && (planned.reads || !reads));
    if (refusal === undefined) return fetch(input, init);
    refusal.left -= 1;
    return fetch(href.replace(server.url, closed), init);
  };
  const wire: Wire = {
    requests: () => server.received.map(toWireRequest),
    held: () => server.held,
    fault: (fault, { times = 1, reads = false } = {}) => {
      if (fault.kind === 'refused') refused.push({ left: times, reads });
      else
        server.fault({
          ...toFault(fault, refusalOf),
          times,
          match: ({ method, text }) => reads || !isReading(method, text),
        });
    },
  };
  return { wire, fetch: refusingFetch };
}

/** A refresh token that nobody has ever had changes nothing: a check sends one. */
function isReading(method: string, body: string): boolean {
  return method === 'GET' || new URLSearchParams(body).get('refresh_token') === 'patchbay-check';
}

function toWireRequest({ method, target: path, text: body }: ReceivedRequest) {
  return { method, path, body, reads: isReading(method, body) };
}

function refusalOf(error: VendorFault): VendorRefusal {
  const [status, code] = refusals[error];
  return {
    status,
    body: JSON.stringify({ error: code, error_description: 'Planned by a test.' }),
    contentType: 'application/json',
  };
}
