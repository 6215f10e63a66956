import { gzipSync } from 'node:zlib';
import { fastifyWebhooks, toExpress, toHono, toNext, toNode } from '@patchbay/webhooks/bridges';
import express from 'express';
import { type FastifyInstance, fastify } from 'fastify';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { send } from './support/client.ts';
import { receiving } from './support/receiving.ts';
import { listen, type Serving, serveHono } from './support/servers.ts';

const json = ['content-type', 'application/json'];
const chunks = [new TextEncoder().encode('{"amount":1.0}')];

/** The mistake of each framework's users: something reads the body before the bridge. */
const mistakes: Readonly<
  Record<string, readonly [serve: (told: unknown[]) => Promise<Serving>, fix: string]>
> = {
  'Express with express.json above': [
    (told) =>
      listen(
        express()
          .use(express.json())
          .post('/webhooks/:service', toExpress(receiving().handle, tell(told))),
      ),
    "app.post('/webhooks/:service', toExpress(handle)) before app.use(express.json())",
  ],
  'Express with express.text above': [
    (told) => {
      const text = express.text({ type: () => true });
      return listen(express().use(text, toExpress(receiving().handle, tell(told))));
    },
    'express.raw({ type: () => true',
  ],
  'Express with express.json above the bridge for Node': [
    (told) => listen(express().use(express.json(), toNode(receiving().handle, tell(told)))),
    'before app.use(express.json())',
  ],
  'Fastify without the plugin': [
    (told) => {
      const bridge = toNode(receiving().handle, tell(told));
      return serveFastify((app) =>
        app.post('/webhooks/:service', async (request, reply) => {
          reply.hijack();
          await bridge(request.raw, reply.raw);
        }),
      );
    },
    'app.register(fastifyWebhooks(handle))',
  ],
  'Fastify with a hook that reads': [
    (told) =>
      serveFastify((app) => {
        app.addHook('onRequest', async ({ raw }) => void (await raw.toArray()));
        app.register(fastifyWebhooks(receiving().handle, tell(told)));
      }),
    'let no onRequest hook read request.raw',
  ],
  'Hono with a middleware that reads': [
    (told) => {
      const app = new Hono();
      app.use(async (context, next) => {
        await context.req.text();
        await next();
      });
      return serveHono(app.all('/webhooks/:service', toHono(receiving().handle, tell(told))));
    },
    "app.all('/webhooks/:service', toHono(handle))",
  ],
};

describe.each(Object.entries(mistakes))('%s', (_name, [serve, fix]) => {
  it('is told how to repair it, and the vendor to deliver again', async () => {
    const told: unknown[] = [];
    await using serving = await serve(told);
    const { status, headers, body } = await send(`${serving.origin}/webhooks/acme`, {
      headers: json,
      chunks,
    });
    expect(status).toBe(500);
    expect(headers['content-type']).toBe('application/problem+json');
    const problem: unknown = JSON.parse(String(body));
    const said = { code: 'webhook_rejected', reason: 'body_parsed' };
    expect(problem).toMatchObject({ ...said, status: 500, detail: expect.stringContaining(fix) });
    expect(told).toEqual([expect.objectContaining(said)]);
  });

  it('is no mistake where there is no body', async () => {
    await using serving = await serve([]);
    const { status } = await send(`${serving.origin}/webhooks/acme`, { headers: ['content-length', '0'] });
    expect(status).toBe(202);
  });
});

it('Express with express.raw is told so when the bytes were packed: it has unpacked them', async () => {
  const told: unknown[] = [];
  const raw = express.raw({ type: () => true });
  await using serving = await listen(express().use(raw, toExpress(receiving().handle, tell(told))));
  const packed = { headers: [...json, 'content-encoding', 'gzip'], chunks: [gzipSync('{}')] };
  expect(await send(`${serving.origin}/webhooks/acme`, packed)).toMatchObject({ status: 500 });
  expect(told).toEqual([expect.objectContaining({ reason: 'body_parsed' })]);
});

it('bytes that a framework has kept beside the parsed body serve', async () => {
  const { received, handle } = receiving();
  const keeping = express.json({
    verify: (request, _response, bytes) => void Object.assign(request, { rawBody: bytes }),
  });
  await using serving = await listen(express().use(keeping, toExpress(handle)));
  expect(await send(`${serving.origin}/webhooks/acme`, { headers: json, chunks })).toMatchObject({
    status: 202,
  });
  expect(Buffer.from(received[0]?.bytes ?? []).toString()).toBe('{"amount":1.0}');
});

it('a parser above that leaves this content type alone does no harm', async () => {
  const { received, handle } = receiving();
  await using serving = await listen(express().use(express.json(), express.urlencoded(), toExpress(handle)));
  await send(`${serving.origin}/webhooks/acme`, { headers: ['content-type', 'text/xml'], chunks });
  expect(received[0]?.bytes).toHaveLength(14);
});

it('a route of Next.js that has read the request is told so', async () => {
  const told: unknown[] = [];
  const request = new Request('https://shop.example/webhooks/acme', { method: 'POST', body: '{}' });
  await request.json();
  const answer = await toNext(receiving().handle, tell(told)).POST(request);
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({
    detail: expect.stringContaining('export const { GET, POST } = toNext(handle)'),
  });
  expect(told).toHaveLength(1);
});

function tell(told: unknown[]) {
  return { onError: (error: unknown) => void told.push(error) };
}

async function serveFastify(add: (app: FastifyInstance) => unknown): Promise<Serving> {
  const app = fastify();
  add(app);
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { origin, [Symbol.asyncDispose]: async () => app.close() };
}
