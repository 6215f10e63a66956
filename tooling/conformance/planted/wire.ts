import type { Planted } from '@patchbay/payments/conformance';
import { stripePayments } from '@patchbay/payments-stripe';

/** One request of a vendor's SDK on its way out. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The form in its body; of a GET the query. */
  readonly form: URLSearchParams;
}

/** The Stripe adapter with something between core and the wire. */
export function overFetch(change: (next: typeof fetch) => typeof fetch): Planted {
  return {
    factory: (options, setup) =>
      stripePayments(options, { ...setup, transport: { fetch: change(setup.transport?.fetch ?? fetch) } }),
  };
}

/** The Stripe adapter with its requests changed before they leave. */
export function outgoing(change: (request: Outgoing) => void): Planted {
  return overFetch((next) => async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const method = init.method ?? 'GET';
    const inQuery = method === 'GET';
    const form = inQuery
      ? url.searchParams
      : new URLSearchParams(typeof init.body === 'string' ? init.body : '');
    const headers = new Headers(init.headers);
    change({ url, method, headers, form });
    headers.delete('content-length');
    return next(url, { ...init, headers, ...(!inQuery && form.size > 0 && { body: form.toString() }) });
  });
}

/** Requests to a path lose the parameters whose names begin so. */
export function drops(path: string, ...prefixes: readonly string[]): Planted {
  return outgoing(({ url, form }) => {
    if (!url.pathname.startsWith(path)) return;
    for (const name of [...form.keys()])
      if (prefixes.some((prefix) => name.startsWith(prefix))) form.delete(name);
  });
}
