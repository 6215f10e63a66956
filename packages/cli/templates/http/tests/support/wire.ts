import type { VendorFault, Wire } from '@patchbay/core/conformance';
import { closedPort, type FaultServer, toFault, type VendorRefusal } from '@patchbay/testing/node';

/** Acme's own refusals: https://docs.acme.example/errors (<today>). */
const refusals = {
  wrong_credential: [401, 'invalid_key'],
  no_permission: [403, 'no_permission'],
  key_in_flight: [409, 'key_in_flight'],
  rate_limited: [429, 'rate_limited'],
  server_error: [500, 'server_error'],
  unavailable: [503, 'unavailable'],
} as const satisfies Record<VendorFault, readonly [number, string]>;

/** The fake's socket: what came in, and what goes wrong with it. `fetch` is for the adapter. */
export async function toWire(
  server: FaultServer,
): Promise<{ readonly wire: Wire; readonly fetch: typeof fetch }> {
  const closed = await closedPort();
  const refused: { left: number; readonly reads: boolean }[] = [];
  const refusingFetch: typeof fetch = async (input, init) => {
    const href = input instanceof Request ? input.url : String(input);
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const entry = refused.find(({ left, reads }) => left > 0 && (reads || method !== 'GET'));
    if (entry === undefined) return fetch(input, init);
    entry.left -= 1;
    return fetch(href.replace(server.url, closed), init);
  };
  const wire: Wire = {
    requests: () =>
      server.received.map(({ method, target: path, text: body, headers }) => {
        const idempotencyKey = headers.get('idempotency-key');
        return { method, path, body, ...(idempotencyKey !== null && { idempotencyKey }) };
      }),
    held: () => server.held,
    fault(fault, { times = 1, reads = false } = {}) {
      if (fault.kind === 'refused') refused.push({ left: times, reads });
      else
        server.fault({
          ...toFault(fault, refusalOf),
          times,
          match: ({ method }) => reads || method !== 'GET',
        });
    },
  };
  return { wire, fetch: refusingFetch };
}

function refusalOf(error: VendorFault): VendorRefusal {
  const [status, code] = refusals[error];
  const body = JSON.stringify({ error: { code, message: 'Planned by a test.' } });
  return { status, body, contentType: 'application/json' };
}
