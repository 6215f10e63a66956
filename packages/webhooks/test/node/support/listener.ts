import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';

/** A server that counts what reaches it. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** Connections, whatever came of them. */
  readonly connections: number;
  readonly requests: readonly IncomingMessage[];
}

/** Listens on an address of this machine; `::` takes all of them, of both families. */
export async function listener(
  address: string,
  { port = 0, answer = (_, response) => response.end() }: { port?: number; answer?: RequestListener } = {},
): Promise<Listener> {
  const requests: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(port, address);
  await once(server, 'listening');
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('The listener has no port.');
  return {
    port: bound.port,
    requests,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Counts the sockets that this process opens, wherever to: also to addresses where nobody can listen. */
export function outgoing(): Disposable & { readonly sockets: number } {
  let sockets = 0;
  const count = (): void => {
    sockets += 1;
  };
  subscribe('net.client.socket', count);
  return {
    get sockets() {
      return sockets;
    },
    [Symbol.dispose]() {
      unsubscribe('net.client.socket', count);
    },
  };
}
