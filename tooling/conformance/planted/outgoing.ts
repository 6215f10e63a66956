import type { Integration, Setup } from '@patchbay/core';
import type { Planted } from '@patchbay/core/conformance';

type Factory<O, F extends Integration> = (options: O, setup: Setup) => F;

/** An adapter with something between core and the wire. */
export function overFetch<O, F extends Integration>(
  factory: Factory<O, F>,
  change: (next: typeof fetch) => typeof fetch,
): Planted<F> {
  return {
    factory: (options: O, setup) =>
      factory(options, { ...setup, transport: { fetch: change(setup.transport?.fetch ?? fetch) } }),
  };
}

/** One request of a vendor's SDK on its way out. What is changed here is what leaves. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** `undefined` where there is none, or where it is not text. */
  body: string | undefined;
}

/** An adapter with its requests changed before they leave. */
export function outgoing<O, F extends Integration>(
  factory: Factory<O, F>,
  change: (request: Outgoing) => void,
): Planted<F> {
  return overFetch(factory, (next) => async (input, init = {}) => {
    const headers = new Headers(init.headers);
    const body = typeof init.body === 'string' ? init.body : undefined;
    const url = new URL(input instanceof Request ? input.url : String(input));
    const request: Outgoing = { url, method: init.method ?? 'GET', headers, body };
    change(request);
    headers.delete('content-length');
    return next(url, { ...init, headers, ...(request.body !== undefined && { body: request.body }) });
  });
}
