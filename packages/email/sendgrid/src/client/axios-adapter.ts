import type { Kit } from '@patchbay/core';

/** The part of axios's configuration that the SDK fills in. */
interface Prepared {
  readonly baseURL: string;
  readonly url: string;
  readonly method: string;
  readonly params?: object;
  readonly data?: string;
  readonly headers: { toJSON(): Record<string, string> };
}

/**
 * Lets axios, which the SDK is built on, send through our transport. Its own HTTP adapter would follow redirects and
 * put the key into errors; its fetch adapter would keep every transport for ever, and exists in new versions only.
 * https://axios-http.com/docs/req_config (adapter, 2026-11-22)
 */
export function toAxiosAdapter({ transport, clock }: Kit): (prepared: Prepared) => Promise<object> {
  return async ({ baseURL, url, method, params = {}, data, headers }) => {
    const address = new URL(url, baseURL);
    for (const [name, values] of Object.entries(params))
      for (const value of [values].flat()) address.searchParams.append(name, String(value));
    const body = data === undefined ? {} : { body: data };
    const init = {
      method: method.toUpperCase(),
      headers: headers.toJSON(),
      redirect: 'manual',
      ...body,
    } as const;
    const response = await transport.fetch(address.href, init);
    const answer = {
      status: response.status,
      statusText: response.statusText,
      headers: { ...Object.fromEntries(response.headers), ...waitOf(response, clock.now()) },
      data: await response.text(),
    };
    if (response.ok) return answer;
    throw new SendgridRefusal(answer);
  };
}

/**
 * An answer that is no success, with the fields of the SDK's own error: `code`, `response.body`, `response.headers`.
 * The SDK makes a pattern of the working directory for its error; in a folder like `c++` that throws where nobody
 * listens, and the call never ends. So its response has no `status`, without which the SDK passes an error on as it is.
 * https://github.com/sendgrid/sendgrid-nodejs (packages/helpers/classes/response-error.js, 2026-11-22)
 */
class SendgridRefusal extends Error {
  readonly code: number;
  readonly response: { readonly headers: object; readonly data: unknown; readonly body: unknown };

  constructor({
    status,
    headers,
    data,
  }: { readonly status: number; readonly headers: object; readonly data: string }) {
    super(`SendGrid answered ${status}.`);
    this.name = 'SendgridRefusal';
    this.code = status;
    this.response = {
      headers,
      data,
      /** Axios parses `data` in its place. */
      get body(): unknown {
        return this.data;
      },
    };
  }
}

/** A rate limit tells when it ends, in epoch seconds; the rest of us count from now. */
function waitOf({ status, headers }: Response, now: number): Readonly<Record<string, string>> {
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (status !== 429 || headers.has('retry-after') || Number.isNaN(reset)) return {};
  return { 'retry-after-ms': String(Math.max(0, reset * 1000 - now)) };
}
