import { createHmac } from 'node:crypto';
import { memoryState } from '@patchbay/state-memory';
import { webhookReceiver } from '@patchbay/webhooks';
import { fastifyWebhooks, type Handle, toExpress, toHono, toNode } from '@patchbay/webhooks/bridges';
import { hmacWebhooks } from '@patchbay/webhooks/signatures';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { send } from './support/client.ts';
import { listen, type Serving, serveHono } from './support/servers.ts';

const secret = 'a-secret-of-the-whole-way';

const ways: Readonly<Record<string, (handle: Handle) => Promise<Serving>>> = {
  Node: (handle) => listen(toNode(handle)),
  Express: (handle) => listen(express().post('/api/webhooks/:service', toExpress(handle))),
  Fastify: async (handle) => {
    const app = fastify();
    await app.register(fastifyWebhooks(handle));
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    return { origin, [Symbol.asyncDispose]: async () => app.close() };
  },
  Hono: (handle) => serveHono(new Hono().post('/api/webhooks/:service', toHono(handle))),
};

describe.each(Object.entries(ways))('through %s', (_name, serve) => {
  it('a signed webhook reaches its handler once, and a forged one never', async () => {
    const handled: string[] = [];
    const from = hmacWebhooks({
      secrets: secret,
      header: 'x-signature',
      toEvents: (payload) => [
        { dedupeKey: JSON.stringify(payload), type: 'order.paid', provider: 'acme', occurredAt: new Date(0) },
      ],
    });
    await using state = memoryState();
    const receiver = webhookReceiver({
      sources: {
        acme: {
          from,
          handle: async ({ dedupeKey }) => void handled.push(dedupeKey),
          allowFrom: ['127.0.0.1'],
        },
      },
      state,
    });
    await using serving = await serve(receiver.handle);
    const url = `${serving.origin}/api/webhooks/acme`;
    const body = new TextEncoder().encode('{"name":"Zo\\u00eb",  "amount":1.0}\r\n');
    const headers = [
      'content-type',
      'application/json',
      'x-signature',
      createHmac('sha256', secret).update(body).digest('hex'),
    ];
    expect(await send(url, { headers, chunks: [body] })).toMatchObject({ status: 200 });
    expect(await send(url, { headers, chunks: [body] })).toMatchObject({ status: 200 });
    const forged = new TextEncoder().encode('{"name":"Zoë","amount":1}');
    expect(await send(url, { headers, chunks: [forged] })).toMatchObject({ status: 400 });
    expect(handled).toEqual(['{"name":"Zoë","amount":1}']);
  });
});
