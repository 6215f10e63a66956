import { fastifyWebhooks, toExpress, toHono, toNode } from '@patchbay/webhooks/bridges';
import express, { type ErrorRequestHandler } from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { flood, send } from './support/client.ts';
import { receiving } from './support/receiving.ts';
import { listen, serveHono } from './support/servers.ts';

const { handle } = receiving();

it('Node: a handle that throws is answered 500 without its words, and told once', async () => {
  const told: unknown[] = [];
  await using serving = await listen(toNode(handle, { onError: (error) => void told.push(error) }));
  const { status, body } = await send(`${serving.origin}/webhooks/throws`, {});
  expect(status).toBe(500);
  expect(String(body)).not.toContain('store');
  expect(told).toEqual([new Error('The store is down.')]);
});

it('Express: what handle throws goes to the error handlers, once', async () => {
  const told: unknown[] = [];
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    told.push(error);
    response.status(503).end();
  };
  await using serving = await listen(express().post('/webhooks/:service', toExpress(handle)).use(onError));
  expect(await send(`${serving.origin}/webhooks/throws`, {})).toMatchObject({ status: 503 });
  expect(await send(`${serving.origin}/webhooks/acme`, {})).toMatchObject({ status: 202 });
  expect(told).toEqual([new Error('The store is down.')]);
});

it('Fastify: what handle throws goes to its error handler; the parsers of other routes stay', async () => {
  const app = fastify();
  app.setErrorHandler((_error, _request, reply) => reply.code(503).send());
  await app.register(fastifyWebhooks(handle), { prefix: '/v1' });
  app.post('/orders', async ({ body }) => body);
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    expect(await send(`${origin}/v1/api/webhooks/throws`, {})).toMatchObject({ status: 503 });
    const order = {
      headers: ['content-type', 'application/json'],
      chunks: [new TextEncoder().encode('{"a": 1}')],
    };
    expect(String((await send(`${origin}/orders`, order)).body)).toBe('{"a":1}');
  } finally {
    await app.close();
  }
});

it('Hono: what handle throws goes to app.onError', async () => {
  const app = new Hono();
  app.onError((error, context) => context.text(error.name, 503));
  await using serving = await serveHono(app.all('/webhooks/:service', toHono(handle)));
  expect(await send(`${serving.origin}/webhooks/throws`, {})).toMatchObject({ status: 503 });
});

it('an endless body that handle does not even look at is answered, and cut off', async () => {
  const refuse = async () => new Response('No.', { status: 404 });
  await using serving = await listen(toNode(refuse));
  const { status, body } = await send(serving.origin, { chunks: [new Uint8Array(1024 * 1024)] });
  expect({ status, body: String(body) }).toEqual({ status: 404, body: 'No.' });
  expect(await flood(serving.origin, 256 * 1024 * 1024)).toBeLessThan(64 * 1024 * 1024);
});
