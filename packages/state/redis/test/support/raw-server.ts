import { createServer, type Socket } from 'node:net';

/** A server that greets as Redis does, and answers all else as a test wants. */
export interface RawServer extends AsyncDisposable {
  readonly url: string;
  /** The commands that came, as they came, without those of the greeting. */
  readonly commands: readonly string[];
}

/** Starts it on loopback. */
export async function rawServer(answer: (socket: Socket) => void): Promise<RawServer> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const command = data.toString();
      if (command.includes('\r\nping\r\n')) socket.write('+PONG\r\n');
      else {
        commands.push(command);
        answer(socket);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server got no port.');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    commands,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
