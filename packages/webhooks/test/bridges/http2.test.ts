import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import { text } from 'node:stream/consumers';
import { type Handle, toNode } from '@patchbay/webhooks/bridges';
import { expect, it } from 'vitest';
import { receiving } from './support/receiving.ts';

async function serve(handle: Handle) {
  const bridge = toNode(handle);
  const server = createServer((request, response) => void bridge(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const session = connect(origin);
  return {
    origin,
    session,
    async [Symbol.asyncDispose]() {
      session.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const post = { ':method': 'POST', ':path': '/webhooks/acme', 'x-signature': 'one' };

it('carries webhooks over HTTP/2, where the host is no header', async () => {
  const { received, handle } = receiving();
  await using serving = await serve(handle);
  const stream = serving.session.request(post);
  stream.end(new Uint8Array([0xff, 0x00]));
  const [headers] = await once(stream, 'response');
  expect(headers).toMatchObject({ ':status': 202, 'set-cookie': ['a=1', 'b=2'] });
  expect(await text(stream)).toBe('[accepted]');
  const url = `${serving.origin}/webhooks/acme`;
  expect(received[0]).toMatchObject({ method: 'POST', url, address: '127.0.0.1' });
  expect(received[0]?.bytes).toEqual(new Uint8Array([0xff, 0x00]));
});

it('notices over HTTP/2 that a client went away in the middle', async () => {
  const { begun, failed, handle } = receiving();
  await using serving = await serve(handle);
  const stream = serving.session.request(post);
  stream.on('error', () => undefined);
  stream.write('{"a"');
  await expect.poll(() => begun).toHaveLength(1);
  serving.session.destroy();
  await expect.poll(() => failed).toHaveLength(1);
});
