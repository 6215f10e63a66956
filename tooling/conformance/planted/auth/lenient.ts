import { fieldsOf, type WireHandler } from '@patchbay/core/conformance';
import type { Lifetimes, OpenidProviderOptions } from '@patchbay/testing/oidc';
import { answering, type Incoming, type LenientFake, rewriting as rewritingBytes } from '../lenient.ts';

type Lenience = LenientFake['lenience'];

/** The OpenID provider with one rule that it does not enforce. */
export interface OpenidLenience extends LenientFake {
  /** How it is set up, where that is what is wrong. */
  readonly options?: Partial<OpenidProviderOptions>;
}

const on = 'oidc';

/** A lenience that a case on the bare wire notices. */
export function lets(id: string, what: string, rule: string, lenience: Lenience): OpenidLenience {
  return { id, what, caughtBy: `fake.${rule}`, on, lenience };
}

/** A provider on which something lives longer than it should. */
export function lives(id: string, what: string, rule: string, lifetimes: Partial<Lifetimes>): OpenidLenience {
  return { ...lets(id, what, rule, (next) => next), options: { lifetimes } };
}

/** A request to the provider with its parameters: of the query, or of the form for a POST. */
export interface IncomingForm extends Omit<Incoming, 'body'> {
  readonly path: string;
  readonly form: URLSearchParams;
}

/** The provider with parameters and headers changed before it looks at them. */
export function rewriting(change: (incoming: IncomingForm) => void): Lenience {
  return rewritingBytes((incoming) => {
    const form = formOf(incoming);
    change({ ...incoming, path: incoming.url.pathname, form });
    if (incoming.method === 'GET') incoming.url.search = form.toString();
    else incoming.body = new TextEncoder().encode(form.toString());
  });
}

/** The provider with parameters on one path changed. */
export function at(path: string, change: (form: URLSearchParams, incoming: IncomingForm) => void): Lenience {
  return rewriting((incoming) => {
    if (incoming.path === path) change(incoming.form, incoming);
  });
}

/** The provider with refusals on one path turned into another answer. */
export function forgiving(path: string, answer: (form: URLSearchParams) => Response): Lenience {
  return answering(async (incoming, { status }) =>
    status >= 400 && incoming.url.pathname === path ? answer(formOf(incoming)) : undefined,
  );
}

/** The provider answering on one path without doing anything. */
export function pretending(path: string, answer: () => Response): Lenience {
  return (next) => async (request) => (new URL(request.url).pathname === path ? answer() : next(request));
}

/** The provider with the JSON that it answers on one path changed. */
export function saying(path: string, change: (body: Readonly<Record<string, unknown>>) => object): Lenience {
  return answering(async ({ url }, response) => {
    if (!response.ok || url.pathname !== path) return undefined;
    const headers = { 'cache-control': response.headers.get('cache-control') ?? '' };
    return Response.json(change(fieldsOf(await response.json())), { headers });
  });
}

/** The provider with the headers of its answers on one path changed. */
export function heading(path: string, change: (headers: Headers) => void): Lenience {
  return answering(async ({ url }, response) => {
    if (url.pathname !== path) return undefined;
    const headers = new Headers(response.headers);
    change(headers);
    return new Response(await response.text(), { status: response.status, headers });
  });
}

/** The provider giving the same answer again for what was used up, by the field that names it. */
export function repeating(path: string, field: string): Lenience {
  return (next) => {
    const first = new Map<string, Response>();
    const change: Parameters<typeof answering>[0] = async (incoming, response) => {
      const name = formOf(incoming).get(field);
      if (incoming.url.pathname !== path || name === null) return undefined;
      if (response.status >= 400) return first.get(name)?.clone();
      first.set(name, response.clone());
      return response;
    };
    return answering(change)(next);
  };
}

/** The provider refusing what comes again, by the field that names it, without drawing a conclusion. */
export function shrugging(field: string): Lenience {
  return (next) => {
    const seen = new Set<string>();
    return async (request) => {
      const name = new URLSearchParams(await request.clone().text()).get(field);
      if (name !== null && seen.has(name)) return Response.json({ error: 'invalid_grant' }, { status: 400 });
      if (name !== null) seen.add(name);
      return next(request);
    };
  };
}

/** What the provider handed out before, all answers in one. */
type Given = Readonly<Record<string, unknown>>;

/** The provider with requests changed by what it handed out before. */
export function knowing(
  change: (incoming: IncomingForm, given: Given, next: WireHandler) => void | Promise<void>,
): Lenience {
  return (next) => {
    let given: Given = {};
    return async (request) => {
      const { method, url, headers } = request;
      const incoming = { method, url: new URL(url), headers: new Headers(headers) };
      const form = method === 'GET' ? incoming.url.searchParams : new URLSearchParams(await request.text());
      await change({ ...incoming, path: incoming.url.pathname, form }, given, next);
      incoming.headers.delete('content-length');
      const body = method === 'GET' ? {} : { body: form.toString() };
      const response = await next(new Request(incoming.url, { method, headers: incoming.headers, ...body }));
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      if (response.ok && isJson) given = { ...given, ...fieldsOf(await response.clone().json()) };
      return response;
    };
  };
}

/** The provider keeping the same refresh token, whatever it hands out. */
export const unrotated: Lenience = answering(async (incoming, response) => {
  const sent = formOf(incoming).get('refresh_token');
  if (sent === null || !response.ok) return undefined;
  return Response.json({ ...fieldsOf(await response.json()), refresh_token: sent });
});

/** The provider approving a device that asks, in the place of its user. */
export const approving: Lenience = knowing(async ({ form, url }, { user_code }, next) => {
  if (!form.has('device_code')) return;
  const body = new URLSearchParams({ user_code: String(user_code), subject: 'ada' });
  await next(new Request(`${url.origin}/device`, { method: 'POST', body }));
});

function formOf({ method, url, body }: Incoming): URLSearchParams {
  return new URLSearchParams(method === 'GET' ? url.search : new TextDecoder().decode(body));
}
