import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Incoming, receive } from './received.ts';

/** Answers one exchange on the socket. Never rejects. */
export type OnRequest = (incoming: Incoming, response: ServerResponse, origin: string) => Promise<void>;

/** An open port on loopback. */
export interface Listener {
  readonly url: string;
  /** Destroys all connections; resolves when each of them and the port are closed. */
  close(): Promise<void>;
}

/** Opens a port on loopback. `nextOrder` numbers the requests. */
export async function listen(onRequest: OnRequest, nextOrder: () => number): Promise<Listener> {
  // No timeouts of its own: what happens to a connection is the test's decision.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  const sockets = openSockets(server);
  let url = '';
  server.on('request', (message, response) => {
    // A reset by the client ends the exchange; there is nobody left to tell.
    response.on('error', () => {});
    void onRequest(receive(message, nextOrder()), response, url);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${portOf(server)}`;
  return {
    url,
    async close() {
      const closed = [...sockets].map(
        (socket) => new Promise((resolve) => socket.destroy().once('close', resolve)),
      );
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      await Promise.all(closed);
    },
  };
}

function openSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}
