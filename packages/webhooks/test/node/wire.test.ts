import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { virtualClock } from '@patchbay/testing';
import { closedPort } from '@patchbay/testing/node';
import { loopback } from '@patchbay/tooling-presets/loopback';
import { describe, expect, it } from 'vitest';
import { type GuardedTransportOptions, guardedTransport } from '../../src/node/index.ts';
import { listener } from './support/listener.ts';

const body = new TextEncoder().encode('{"a":1}');

function transportTo(port: number, options: GuardedTransportOptions = {}) {
  const rules = { allowHttp: true, allowPorts: [port], allowAddresses: ['127.0.0.1'] };
  const transport = guardedTransport({ ...rules, ...options });
  const url = `http://127.0.0.1:${port}/hook`;
  return (signal?: AbortSignal) =>
    transport.post({ url, headers: { 'webhook-id': 'm1' }, body, ...(signal && { signal }) });
}

/** Answers each connection with these bytes and leaves it open. */
async function tcpServer(answer: string | ((socket: Socket) => void)) {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', () => (typeof answer === 'string' ? socket.write(answer) : answer(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isClosed = async (socket: Socket | undefined): Promise<boolean> => {
  if (socket?.closed === false) await once(socket, 'close');
  return socket?.closed === true;
};

describe('what an endpoint answers', () => {
  it.each([200, 204, 301, 302, 307, 308, 404, 410, 500])('is told by its status: %i', async (status) => {
    await using other = await listener('127.0.0.1');
    await using here = await listener('127.0.0.1', {
      answer: (_, response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${other.port}/` }).end('x'),
    });
    expect(await transportTo(here.port, { allowPorts: [here.port, other.port] })()).toEqual({
      kind: 'answer',
      status,
    });
    expect([here.requests.length, other.connections]).toEqual([1, 0]);
  });

  it('is read for 64 KiB and no further, where it is 10 MB', async () => {
    let written = 0;
    const chunks = function* () {
      for (; written < 10_000_000; written += 16_384) yield Buffer.alloc(16_384);
    };
    await using here = await listener('127.0.0.1', {
      answer: (_, response) => void pipeline(Readable.from(chunks()), response, () => {}),
    });
    expect(await transportTo(here.port)()).toEqual({ kind: 'answer', status: 200 });
    expect(written).toBeLessThan(10_000_000); // the rest is what fits into the buffers of the socket
  });

  it.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['-5', undefined],
    ['soon', undefined],
    ['1.5', undefined],
  ])('may say when to come back: %s', async (header, retryAfterMs) => {
    await using here = await listener('127.0.0.1', {
      answer: (_, response) => response.writeHead(429, { 'retry-after': header }).end(),
    });
    const clock = virtualClock();
    const value = await transportTo(here.port, { clock })();
    expect(value).toEqual({
      kind: 'answer',
      status: 429,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  });

  it.each([
    ['a head without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ])('is a failure where it is %s', async (_, answer) => {
    await using here = await tcpServer(answer);
    expect(await transportTo(here.port)()).toEqual({ kind: 'failed', reason: 'invalid_response' });
    expect(await isClosed(here.sockets[0])).toBe(true);
  });

  it('is told by its status where the connection would change its protocol', async () => {
    await using here = await tcpServer(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    );
    expect(await transportTo(here.port)()).toEqual({ kind: 'answer', status: 101 });
    expect(await isClosed(here.sockets[0])).toBe(true);
  });

  it('is nothing where the connection is cut, or nobody listens', async () => {
    await using here = await tcpServer((socket) => socket.resetAndDestroy());
    expect(await transportTo(here.port)()).toEqual({ kind: 'failed', reason: 'network' });
    expect(await transportTo(Number(new URL(await closedPort()).port))()).toEqual({
      kind: 'failed',
      reason: 'network',
    });
  });
});

describe('an endpoint that does not answer', () => {
  it('is given up after the timeout, and its connection is closed', async () => {
    let reached = (): void => {};
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await using here = await tcpServer(() => reached());
    const clock = virtualClock();
    const posting = transportTo(here.port, { clock, timeoutMs: 15_000 })();
    await isReached;
    await clock.advance(14_999);
    expect(here.sockets[0]?.closed).toBe(false);
    await clock.advance(1);
    expect(await posting).toEqual({ kind: 'failed', reason: 'timeout' });
    expect(await isClosed(here.sockets[0])).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('has been told by its status where only the body never ends', async () => {
    let isTold = false;
    await using here = await tcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', () => {
        isTold = true;
      });
    });
    const clock = virtualClock({ busy: () => !isTold });
    const settled = await clock.settle(transportTo(here.port, { clock, timeoutMs: 15_000 })());
    expect(settled).toMatchObject({ value: { kind: 'answer', status: 200 }, elapsedMs: 15_000 });
    expect(await isClosed(here.sockets[0])).toBe(true);
  });

  it('is given up when the caller does, before and while it is asked', async () => {
    const controller = new AbortController();
    await using here = await tcpServer(() => controller.abort());
    const send = transportTo(here.port);
    expect(await send(controller.signal)).toEqual({ kind: 'failed', reason: 'aborted' });
    expect(await isClosed(here.sockets[0])).toBe(true);
    expect(await send(controller.signal)).toEqual({ kind: 'failed', reason: 'aborted' });
    expect(here.sockets).toHaveLength(1);
  });

  it('is given up where its name is not resolved in time', async () => {
    const clock = virtualClock();
    const transport = guardedTransport({ clock, resolve: () => new Promise(() => {}) });
    const posting = transport.post({ url: 'https://slow.example/', headers: {}, body });
    await clock.advance(15_000);
    expect(await posting).toEqual({ kind: 'failed', reason: 'timeout' });
  });
});

describe('an endpoint behind TLS', () => {
  it('has to have a certificate that somebody vouches for, and of its name', async () => {
    let requests = 0;
    const server = createTlsServer({ key: loopback.key, cert: loopback.cert }, (_, response) => {
      requests += 1;
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const rules = { allowPorts: [port], allowAddresses: ['127.0.0.1'], resolve: async () => ['127.0.0.1'] };
    const post = (host: string, options: GuardedTransportOptions) =>
      guardedTransport({ ...rules, ...options }).post({ url: `https://${host}:${port}/`, headers: {}, body });
    expect(await post('127.0.0.1', {})).toEqual({ kind: 'failed', reason: 'tls' });
    expect(await post('other.example', { ca: loopback.cert })).toEqual({ kind: 'failed', reason: 'tls' });
    expect(requests).toBe(0);
    expect(await post('127.0.0.1', { ca: loopback.cert })).toEqual({ kind: 'answer', status: 200 });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('what is sent', () => {
  it('is the given bytes and headers, by POST, each on a connection of its own', async () => {
    const bodies: string[] = [];
    await using here = await listener('127.0.0.1', {
      answer(request, response) {
        request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
        request.on('end', () => response.end());
      },
    });
    const send = transportTo(here.port);
    await send();
    await send();
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
    expect(here.connections).toBe(2);
    expect(here.requests[0]).toMatchObject({ method: 'POST', url: '/hook' });
    expect(here.requests[0]?.headers).toMatchObject({ 'webhook-id': 'm1', 'content-length': '7' });
  });
});
