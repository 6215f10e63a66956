import type { BridgeOptions, Handle } from './handle.ts';
import { answerWeb } from './web.ts';

/** A handler of a route. */
export type NextHandler = (request: Request) => Promise<Response>;

/**
 * The handlers of a route in the `app` of Next.js, `app/webhooks/[service]/route.ts`. Next.js tells nobody the peer of
 * the socket, so the address is known only with `trustProxy`. For API routes in `pages`, take `toNode`.
 * @example export const { GET, POST } = toNext(receiver.handle);
 */
export function toNext(
  handle: Handle,
  options: BridgeOptions = {},
): { readonly GET: NextHandler; readonly POST: NextHandler } {
  const answer: NextHandler = (request) =>
    answerWeb(handle, request, { address: undefined, framework: 'next', options });
  return { GET: answer, POST: answer };
}
