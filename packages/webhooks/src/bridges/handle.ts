/** What a bridge carries requests to: the `handle` of a receiver. */
export type Handle = (request: Request, about?: { readonly address?: string }) => Promise<Response>;

/** Options of every bridge. */
export interface BridgeOptions {
  /**
   * How many proxies of your own stand in front; `true` is one. Without it, `X-Forwarded-For`, `-Proto` and `-Host` are
   * not believed: anybody can write them. Each proxy has to append to `X-Forwarded-For` whom it serves. Default 0.
   */
  readonly trustProxy?: number | boolean;
  /**
   * Told of what the operator has to repair: a parsed body, and with `toNode` a failure of `handle`. Without it, only
   * the answer says so: 500, for a parsed body with the line that repairs it.
   */
  readonly onError?: (error: unknown) => void;
}

/** What `handle` is told beside the request. */
export function about(address: string | undefined): { readonly address?: string } {
  return address === undefined ? {} : { address };
}

/** An answer of a bridge itself, as RFC 9457 has it. */
export function problem(
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { type: 'about:blank', title, status },
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
}
