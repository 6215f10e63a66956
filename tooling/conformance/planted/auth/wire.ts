import type { AnyAuth } from '@patchbay/auth/conformance';
import type { Integration, Setup } from '@patchbay/core';
import type { Planted } from '@patchbay/core/conformance';
import { fieldsOf } from '@patchbay/core/conformance';
import { type OidcAuthOptions, oidcAuth } from '@patchbay/auth-oidc';
import * as generic from '../outgoing.ts';

/** The OIDC adapter with something between core and the wire. */
export function overFetch(change: (next: Fetch) => Fetch): Planted<AnyAuth> {
  return generic.overFetch(factory, change);
}

/** The OIDC adapter with other options than it was given. */
export function overOptions(change: (options: OidcAuthOptions) => OidcAuthOptions): Planted<AnyAuth> {
  return { factory: (options: OidcAuthOptions, setup) => factory(change(options), setup) };
}

/** The suite calls what the adapter's types hide, too: it must be refused. */
function factory(options: OidcAuthOptions, setup: Setup): AnyAuth {
  const made: Integration = oidcAuth(options, setup);
  return made as AnyAuth;
}

export type Fetch = typeof fetch;

/** Some answers are others; `undefined` leaves one as it is. */
export function answered(
  change: (response: Response, init?: RequestInit) => Response | undefined | Promise<Response | undefined>,
): (next: Fetch) => Fetch {
  return (next) => async (input, init) => {
    const response = await next(input, init);
    return (await change(response.clone(), init)) ?? response;
  };
}

/** A refusal has another name. */
export function renamed(error: string, another: string): (next: Fetch) => Fetch {
  return answered(async (response) => {
    const found = response.status === 400 ? fieldsOf(await response.json()) : {};
    return found.error === error ? refusal(400, another) : undefined;
  });
}

/** A refusal as RFC 6749 §5.2 words it. */
export function refusal(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

/** One form on its way to the provider. What is changed here is what leaves. */
export interface Form {
  readonly url: URL;
  readonly headers: Headers;
  readonly fields: URLSearchParams;
}

/** The OIDC adapter with its forms changed before they leave. */
export function forms(change: (form: Form) => void): Planted<AnyAuth> {
  return overFetch((next) => (input, init = {}) => {
    if (!(init.body instanceof URLSearchParams)) return next(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    const form = { url, headers: new Headers(init.headers), fields: new URLSearchParams(init.body) };
    change(form);
    return next(url, { ...init, headers: form.headers, body: form.fields });
  });
}

/** The field of a form that is about to leave; of anything else, nothing. */
export function fieldOf({ body }: RequestInit = {}, name: string): string | undefined {
  return body instanceof URLSearchParams ? (body.get(name) ?? undefined) : undefined;
}
