import type { BridgeOptions, Handle } from './handle.ts';
import { answerWeb } from './web.ts';

/** The part of Hono's context that the bridge uses. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  readonly env: unknown;
}

/** Options of {@link toHono}. */
export interface HonoOptions<C extends HonoContext> extends BridgeOptions {
  /** Who sent it. Default: the peer of the socket on Node; elsewhere `(c) => getConnInfo(c).remote.address` of Hono. */
  readonly addressOf?: (context: C) => string | undefined;
}

/**
 * A handler for Hono, on any runtime. What `handle` throws goes to `app.onError`.
 * @example app.all('/webhooks/:service', toHono(receiver.handle));
 */
export function toHono<C extends HonoContext>(
  handle: Handle,
  { addressOf = peerOf, ...options }: HonoOptions<C> = {},
): (context: C) => Promise<Response> {
  return (context) =>
    answerWeb(handle, context.req.raw, { address: addressOf(context), framework: 'hono', options });
}

/** `@hono/node-server` puts Node's request into the environment. */
function peerOf({ env }: HonoContext): string | undefined {
  const address = field(field(field(env, 'incoming'), 'socket'), 'remoteAddress');
  return typeof address === 'string' ? address : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
