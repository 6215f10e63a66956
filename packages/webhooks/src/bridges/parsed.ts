import { IntegrationError, toProblem } from '@patchbay/core';
import type { BridgeOptions } from './handle.ts';

/** What has to be changed where the body is gone before the bridge sees it, as a line to copy. */
const fixes = {
  express:
    "Express: mount the webhooks above the parsers, app.post('/webhooks/:service', toExpress(handle)) before app.use(express.json()); " +
    "or keep the bytes on this route, app.post('/webhooks/:service', express.raw({ type: () => true, limit: '1mb' }), toExpress(handle)).",
  fastify:
    'Fastify: register the plugin, app.register(fastifyWebhooks(handle)), and let no onRequest hook read request.raw.',
  hono:
    "Hono: mount the webhooks above the middleware that reads the body, app.all('/webhooks/:service', toHono(handle)); " +
    'or let that middleware read a copy, c.req.raw.clone().',
  next: 'Next.js: hand over the request unread, export const { GET, POST } = toNext(handle); read a copy, request.clone(), elsewhere.',
  nextPages:
    'Next.js: switch the parser of this API route off, export const config = { api: { bodyParser: false } }; ' +
    'beside export default toNode(handle).',
  lambda:
    'Lambda: keep parsers such as httpJsonBodyParser of middy away from this function, export const handler = toLambda(handle).',
  node:
    'Node: hand the request over before anything reads it, createServer(toNode(handle)); ' +
    'in Fastify, app.register(fastifyWebhooks(handle)); or keep the bytes as request.rawBody.',
} as const;

/** Where a body can be lost. */
export type Framework = keyof typeof fixes;

/**
 * The answer to a request whose bytes are gone: 500, so that the vendor delivers it again when the mistake is repaired.
 * The operator is told too.
 */
export function parsedBody(framework: Framework, { onError }: BridgeOptions): Response {
  const error = new IntegrationError({
    code: 'webhook_rejected',
    reason: 'body_parsed',
    outcome: 'not_applied',
    category: 'webhooks',
    operation: 'webhooks.receive',
    message: `Something read the body before the webhooks could: a parsed body cannot be verified. ${fixes[framework]}`,
    hint: fixes[framework],
  });
  onError?.(error);
  const headers = { 'content-type': 'application/problem+json' };
  return Response.json({ ...toProblem(error), status: 500 }, { status: 500, headers });
}
