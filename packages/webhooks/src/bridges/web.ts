import { about, type BridgeOptions, type Handle } from './handle.ts';
import { behindProxies, urlOf } from './origin.ts';
import { type Framework, parsedBody } from './parsed.ts';

/** Hands a web-standard request to `handle`: untouched, or with the URL that the outermost proxy was asked for. */
export async function answerWeb(
  handle: Handle,
  request: Request,
  {
    address,
    framework,
    options,
  }: { address: string | undefined; framework: Framework; options: BridgeOptions },
): Promise<Response> {
  const isRead = request.bodyUsed || request.body?.locked === true;
  if (isRead && request.headers.get('content-length') !== '0') return parsedBody(framework, options);
  const { protocol, host, pathname, search } = new URL(request.url);
  // Next.js puts `localhost` into the URL, whatever it was asked for (16.4.6, 2026-11-22).
  const seen = { scheme: protocol.slice(0, -1), host: request.headers.get('host') ?? host, address };
  const origin = behindProxies(seen, request.headers, options);
  const url = urlOf(origin, pathname + search);
  const { method, headers } = request;
  if (isRead) return handle(new Request(url, { method, headers }), about(origin.address)); // there was nothing to lose
  return handle(url === request.url ? request : new Request(url, request), about(origin.address));
}
