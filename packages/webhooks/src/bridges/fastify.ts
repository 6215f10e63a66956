import type { BridgeOptions, Handle } from './handle.ts';
import { answerNode, type NodeRequest } from './node-request.ts';
import { type NodeResponse, writeAnswer } from './node-response.ts';

/** Options of {@link fastifyWebhooks}. */
export interface FastifyWebhooksOptions extends BridgeOptions {
  /** Default: `/webhooks/:service` and `/api/webhooks/:service`. */
  readonly paths?: readonly string[];
}

/** The part of a Fastify instance that the plugin uses. */
export interface FastifyScope {
  all(path: string, options: { readonly onRequest: FastifyHook }, handler: () => Promise<void>): unknown;
}

type FastifyHook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

interface FastifyRequest {
  readonly raw: NodeRequest;
}

interface FastifyReply {
  readonly raw: NodeResponse;
  hijack(): unknown;
}

/**
 * A plugin for Fastify: routes for the webhooks, answered before Fastify looks at their bodies. Content type and
 * `bodyLimit` do not matter to them. The parsers of all other routes stay as they are. What `handle` throws goes to
 * Fastify's error handler.
 * @example await app.register(fastifyWebhooks(receiver.handle));
 */
export function fastifyWebhooks(
  handle: Handle,
  { paths = ['/webhooks/:service', '/api/webhooks/:service'], ...options }: FastifyWebhooksOptions = {},
): (scope: FastifyScope) => Promise<void> {
  const onRequest: FastifyHook = async ({ raw }, reply) => {
    const answer = await answerNode(handle, raw, options, 'fastify');
    reply.hijack();
    await writeAnswer(raw, reply.raw, answer);
  };
  return async (scope) => {
    for (const path of paths) scope.all(path, { onRequest }, async () => undefined); // the hook has answered
  };
}
