import { describe, expect, it } from 'vitest';
import { closedPort, serve } from '../src/node/index.ts';
import { rawExchange, rawPost } from './support/raw-exchange.ts';

describe('serve', () => {
  it('hands the handler the bytes, the target and the headers as they came', async () => {
    const seen: unknown[] = [];
    const echo = await serve(async (request, received) => {
      seen.push(request.method, request.url, received.target, request.headers.get('x-twice'));
      return new Response(await request.arrayBuffer());
    });
    const body = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xe2, 0x28]);
    const head =
      'PUT //a/../b%2Fc?q=1&q=2 HTTP/1.1\r\nHost: a\r\nX-Twice: 1\r\nX-twice: 2\r\nConnection: close\r\n';
    const raw = Buffer.concat([Buffer.from(`${head}Content-Length: 6\r\n\r\n`), body]);
    const { text } = await rawExchange(echo, raw);
    expect(Buffer.from(text, 'latin1').includes(body)).toBe(true);
    expect(seen).toEqual(['PUT', `${echo.url}//b%2Fc?q=1&q=2`, '//a/../b%2Fc?q=1&q=2', '1, 2']);
    expect(Buffer.from(echo.received[0]?.body ?? [])).toEqual(body);
    expect(echo.received[0]?.rawHeaders.slice(2, 6)).toEqual(['X-Twice', '1', 'X-twice', '2']);
    await echo.close();
  });

  it('answers as the handler does, cookies and streams included', async () => {
    const chunks = ['one ', 'two'];
    const target = await serve(() => {
      const headers = new Headers([
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ]);
      const pull = (controller: ReadableStreamDefaultController): void => {
        const chunk = chunks.shift();
        if (chunk) controller.enqueue(new TextEncoder().encode(chunk));
        else controller.close();
      };
      return new Response(new ReadableStream({ pull }), { status: 202, statusText: 'Later', headers });
    });
    const response = await fetch(target.url);
    expect([response.status, response.statusText]).toEqual([202, 'Later']);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('one two');
    await target.close();
  });

  it('answers 500 when the handler throws, and keeps the error for the test', async () => {
    const error = new Error('bug in the fake');
    const broken = await serve(() => Promise.reject(error));
    expect((await fetch(broken.url)).status).toBe(500);
    expect(broken.handlerErrors).toEqual([error]);
    await broken.close();
  });

  it('tells the handler when the client has left', async () => {
    const gone = new AbortController();
    let left = (): void => {};
    const told = new Promise<void>((resolve) => (left = resolve));
    const waiting = await serve(
      (request) =>
        new Promise<Response>(() => {
          request.signal.addEventListener('abort', left);
          gone.abort();
        }),
    );
    await expect(fetch(waiting.url, { signal: gone.signal })).rejects.toThrow('abort');
    await told;
    await waiting.close();
  });

  it('keeps a connection alive between requests', async () => {
    await using server = await serve(() => new Response('hi'));
    const last = rawPost.replace('Host: a', 'Host: a\r\nConnection: close');
    const raw = await rawExchange(server, rawPost + last);
    expect(raw.text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });

  it('keeps the error of a matcher that throws, and breaks the connection', async () => {
    await using server = await serve(() => new Response('hi'));
    const error = new Error('bug in the test');
    server.fault({
      kind: 'resetBefore',
      match: () => {
        throw error;
      },
    });
    await expect(fetch(server.url)).rejects.toThrow(TypeError);
    expect(server.handlerErrors).toEqual([error]);
    server.reset();
    expect([server.handlerErrors, server.pendingFaults]).toEqual([[], 0]);
  });

  it('frees its port on close, whatever is stuck', async () => {
    const closing = await serve(() => new Promise<Response>(() => {}));
    closing.fault({ kind: 'hang', commit: false });
    const stuck = [fetch(closing.url), fetch(closing.url)].map((request) => request.catch(() => 'broken'));
    await expect.poll(() => closing.received.length).toBe(2);
    await closing.close();
    expect(await Promise.all(stuck)).toEqual(['broken', 'broken']);
    expect(closing.held).toBe(0);
    await expect(fetch(closing.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await closing.close();
  });
});

describe('closedPort', () => {
  it('is a URL where connecting is refused', async () => {
    await expect(fetch(await closedPort())).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});
