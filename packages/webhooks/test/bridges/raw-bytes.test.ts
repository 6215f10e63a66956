import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodies } from './support/bodies.ts';
import { leave, oneConnection, send } from './support/client.ts';
import { receiving } from './support/receiving.ts';
import { type Server, type Serving, servers } from './support/servers.ts';

/** It reads and unpacks before we see anything. */
const unpacked = 'Express with express.raw';

describe.each<[string, Server]>(Object.entries(servers))('%s', (name, serve) => {
  const { received, handle } = receiving();
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve(handle);
  });
  afterAll(() => serving[Symbol.asyncDispose]());
  const urlOf = (service: string) => `${serving.origin}/webhooks/${service}`;

  const carried = Object.entries(bodies).filter(
    ([, [, , packed]]) => name !== unpacked || packed === undefined,
  );

  it.each(carried)('carries %s untouched', async (_case, [type, chunks, more = []]) => {
    const length = chunks.length > 1 ? [] : ['content-length', String(chunks[0]?.byteLength ?? 0)];
    const headers = [...(type === undefined ? [] : ['content-type', type]), ...length, ...more];
    const { status } = await send(urlOf('acme'), { headers, chunks });
    expect(status).toBe(202);
    const { bytes, headers: seen } = received.at(-1) ?? {};
    expect(Buffer.compare(Buffer.concat(chunks), bytes ?? Buffer.from('nothing'))).toBe(0);
    expect(seen?.get('content-type')).toBe(type ?? null);
    expect(seen?.get('content-encoding')).toBe(more.length > 0 ? 'gzip' : null);
  });

  it('carries method, headers, the whole URL and the peer’s address', async () => {
    const headers = [
      'x-signature',
      'one',
      'X-Signature',
      'two',
      'content-length',
      '0',
      'x-latin',
      'caf\u00e9',
    ];
    await send(`${urlOf('acme')}?a=1&a=%2F`, { method: 'PUT', headers });
    expect(received.at(-1)).toMatchObject({
      method: 'PUT',
      url: `${urlOf('acme')}?a=1&a=%2F`,
      address: '127.0.0.1',
    });
    expect(received.at(-1)?.headers.get('x-signature')).toBe('one, two');
    expect(received.at(-1)?.headers.get('x-latin')).toBe('café');
  });

  it('carries GET and HEAD, with which vendors look whether anybody is there', async () => {
    expect(await send(urlOf('acme'), { method: 'GET' })).toMatchObject({
      status: 202,
      body: Buffer.from('[accepted]'),
    });
    expect(received.at(-1)?.method).toBe('GET');
    expect(await send(urlOf('acme'), { method: 'HEAD' })).toMatchObject({
      status: 202,
      body: Buffer.from(''),
    });
  });

  it('answers with status, headers, each cookie and bytes as they are', async () => {
    const answer = await send(urlOf('acme'), {});
    expect(answer).toMatchObject({ status: 202, body: Buffer.from('[accepted]') });
    expect(answer.headers).toMatchObject({ 'x-answer': 'ours', 'set-cookie': ['a=1', 'b=2'] });
    expect((await send(urlOf('binary'), {})).body).toEqual(Buffer.from([0, 0xff, 0xfe]));
    expect(await send(urlOf('nothing'), {})).toMatchObject({ status: 204, body: Buffer.from('') });
  });

  it('leaves the cap to the receiver, and the connection to the next request', async () => {
    const agent = oneConnection();
    const chunks = [new Uint8Array(1024 * 1024 + 1)];
    const large = { headers: ['content-type', 'application/json'], chunks, agent };
    const { status, body } = await send(urlOf('acme'), large);
    expect(status).toBe(413);
    expect(JSON.parse(String(body))).toEqual({ reason: 'too_large' });
    expect(await send(urlOf('acme'), { agent })).toMatchObject({ status: 202 });
    agent.destroy();
  });
});

const streaming = Object.entries(servers).filter(([name]) => name !== unpacked);

describe.each<[string, Server]>(streaming)('%s', (_name, serve) => {
  it('does not read an endless body to its end', async () => {
    await using serving = await serve(receiving().handle);
    let sentBytes = 0;
    function* endless() {
      for (; sentBytes < 1024 ** 3; sentBytes += 65_536) yield new Uint8Array(65_536);
    }
    const url = `${serving.origin}/webhooks/acme`;
    expect(await send(url, { chunks: endless() })).toMatchObject({ status: 413 });
    expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
  });

  it('is not disturbed by clients that go away in the middle', async () => {
    const { begun, failed, handle } = receiving();
    await using serving = await serve(handle);
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const url = `${serving.origin}/webhooks/acme`;
    await leave(url, begun);
    await expect.poll(() => failed).toHaveLength(1);
    expect(await send(url, {})).toMatchObject({ status: 202 });
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
