import type { Planted } from '@patchbay/core/conformance';
import type { AnyPayments } from '@patchbay/payments/conformance';
import { stripePayments } from '@patchbay/payments-stripe';
import * as generic from '../outgoing.ts';

/** One request of Stripe's SDK on its way out. */
export interface OutgoingForm extends Pick<generic.Outgoing, 'url' | 'method' | 'headers'> {
  /** The form in its body; of a GET the query. */
  readonly form: URLSearchParams;
}

/** The Stripe adapter with something between core and the wire. */
export function overFetch(change: (next: typeof fetch) => typeof fetch): Planted<AnyPayments> {
  return generic.overFetch(stripePayments, change);
}

/** The Stripe adapter with its requests changed before they leave. */
export function outgoing(change: (request: OutgoingForm) => void): Planted<AnyPayments> {
  return generic.outgoing(stripePayments, (request) => {
    const { url, method, headers, body = '' } = request;
    const inQuery = method === 'GET';
    const form = inQuery ? url.searchParams : new URLSearchParams(body);
    change({ url, method, headers, form });
    if (!inQuery && form.size > 0) request.body = form.toString();
  });
}

/** Requests to a path lose the parameters whose names begin so. */
export function drops(path: string, ...prefixes: readonly string[]): Planted<AnyPayments> {
  return outgoing(({ url, form }) => {
    if (!url.pathname.startsWith(path)) return;
    for (const name of [...form.keys()])
      if (prefixes.some((prefix) => name.startsWith(prefix))) form.delete(name);
  });
}
