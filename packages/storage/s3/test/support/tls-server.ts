import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { WireHandler } from '@patchbay/core/conformance';
import { loopback } from '@patchbay/tooling-presets/loopback';

/** A handler behind TLS on loopback. */
export async function tlsServer(handle: WireHandler): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer({ key: loopback.key, cert: loopback.cert });
  server.on('request', (request, response) => void answer(handle, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  handle: WireHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const body = new Uint8Array(await buffer(incoming));
  const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const request = new Request(`https://${headers.host}${url}`, {
    method,
    headers: sent,
    ...(body.byteLength > 0 && { body }),
  });
  const response = await handle(request);
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}
