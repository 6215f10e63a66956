import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { serve } from '@hono/node-server';
import {
  type BridgeOptions,
  fastifyWebhooks,
  type Handle,
  toExpress,
  toHono,
  toNode,
} from '@patchbay/webhooks/bridges';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';

/** A server on loopback. */
export interface Serving extends AsyncDisposable {
  readonly origin: string;
}

/** Serves a listener of Node's. */
export async function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Serving> {
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves `handle` by one framework. */
export type Server = (handle: Handle, options?: BridgeOptions) => Promise<Serving>;

/** Each framework as its users set it up: `/webhooks/:service` beside routes of their own. */
export const servers = {
  Node: (handle, options) => listen(toNode(handle, options)),
  'Express, on a route': (handle, options) => {
    const app = express();
    app.all('/webhooks/:service', toExpress(handle, options));
    app.use(express.json());
    return listen(app);
  },
  'Express, mounted': (handle, options) => {
    const app = express();
    app.use('/webhooks', toExpress(handle, options));
    return listen(app);
  },
  'Express with express.raw': (handle, options) => {
    const app = express();
    const raw = express.raw({ type: () => true, limit: '2mb' });
    app.all('/webhooks/:service', raw, toExpress(handle, options));
    return listen(app);
  },
  Fastify: async (handle, options) => {
    const app = fastify();
    await app.register(fastifyWebhooks(handle, options));
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    return { origin, [Symbol.asyncDispose]: async () => app.close() };
  },
  Hono: async (handle, options) => {
    const app = new Hono();
    app.all('/webhooks/:service', toHono(handle, options));
    app.onError((_error, context) => context.text('', 500));
    return serveHono(app);
  },
} as const satisfies Record<string, Server>;

/** Hono on its server for Node. */
export async function serveHono(app: Hono): Promise<Serving> {
  return new Promise((resolve) => {
    // The other tests of this process keep the platform's own classes.
    const how = { fetch: app.fetch, hostname: '127.0.0.1', port: 0, overrideGlobalObjects: false };
    const server = serve(how, ({ port }) => {
      resolve({
        origin: `http://127.0.0.1:${port}`,
        async [Symbol.asyncDispose]() {
          if ('closeAllConnections' in server) server.closeAllConnections();
          await new Promise((closed) => server.close(closed));
        },
      });
    });
  });
}
