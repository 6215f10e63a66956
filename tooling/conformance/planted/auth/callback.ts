import { fieldsOf } from '@patchbay/core/conformance';
import type { Input } from './broken.ts';

/** A callback with other cookies. */
export function withCookies(change: (cookies: string) => string): (input: Input) => Input {
  return ({ request, ...rest }) => {
    if (!(request instanceof Request)) return { request, ...rest };
    const copy = new Request(request);
    copy.headers.set('cookie', change(request.headers.get('cookie') ?? ''));
    return { ...rest, request: copy };
  };
}

/** A callback with another answer of the provider, always by GET. */
export function withAnswer(change: (answer: URLSearchParams) => void): (input: Input) => Input {
  return ({ request, ...rest }) => {
    if (!(request instanceof Request)) return { request, ...rest };
    const url = new URL(request.url);
    change(url.searchParams);
    return { ...rest, request: new Request(url, { headers: request.headers }) };
  };
}

/** Where the browser came back to. */
export function urlOf(input: unknown): URL {
  const { request } = fieldsOf(input);
  if (!(request instanceof Request)) throw new TypeError('A callback is a Request.');
  return new URL(request.url);
}
