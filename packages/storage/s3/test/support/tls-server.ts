import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { WireHandler } from '@patchbay/core/conformance';

/** Of 127.0.0.1 and nobody else, made for these tests: openssl req -x509 -newkey ec … -addext subjectAltName=IP:127.0.0.1 */
export const certificate = fileURLToPath(new URL('../fixtures/loopback-certificate.pem', import.meta.url));
const key = new URL('../fixtures/loopback-key.pem', import.meta.url);

/** A handler behind TLS on loopback. */
export async function tlsServer(handle: WireHandler): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) });
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
