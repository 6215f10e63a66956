import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';
import { loopback } from '@patchbay/tooling-presets/loopback';

/** Where somebody listens whose certificate nobody vouches for. */
export interface Untrusted extends AsyncDisposable {
  address(protocol: 'https' | 'smtps'): string;
  /** How many clients went on all the same. */
  sessions(): number;
}

/** Listens with a certificate of 127.0.0.1 that is signed by itself. */
export async function listenUntrusted(): Promise<Untrusted> {
  const sockets = new Set<TLSSocket>();
  let sessions = 0;
  const server = createServer({ key: loopback.key, cert: loopback.cert }, (socket) => {
    sockets.add(socket);
    // With TLS 1.3 the server is done before the client has judged the certificate: only bytes are a session.
    socket.once('data', () => (sessions += 1));
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    address: (protocol) => `${protocol}://127.0.0.1:${port}`,
    sessions: () => sessions,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
