import { createServer, type Socket } from 'node:net';

/** What the server does when a line comes: a reply, `cut`, or nothing. `null`: its usual reply. */
export type Answer = (line: string) => string | null;

/** A mail server in a few lines, which misbehaves as no server of a library can. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** How many connections came. */
  readonly connections: number;
  /** Every line that came outside of mails. */
  readonly lines: readonly string[];
}

const usual: Readonly<Record<string, string>> = {
  EHLO: '250-raw.example\r\n250 ENHANCEDSTATUSCODES',
  MAIL: '250 2.1.0 OK',
  RCPT: '250 2.1.5 OK',
  DATA: '354 Go on',
  '.': '250 2.0.0 OK queued as RAW1',
  QUIT: '221 2.0.0 Bye',
};

/** Starts it; `cutAtBytes` of a mail the connection is cut. */
export async function rawServer(
  answer: Answer,
  { cutAtBytes = Number.POSITIVE_INFINITY } = {},
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const lines: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    converse(socket, { answer, cutAtBytes, lines });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    lines,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

interface Talk {
  readonly answer: Answer;
  readonly cutAtBytes: number;
  readonly lines: string[];
}

function converse(socket: Socket, { answer, cutAtBytes, lines }: Talk): void {
  let rest = '';
  let mailBytes = 0;
  let isInMail = false;
  const reply = (line: string): void => {
    const text = answer(line) ?? usual[line.slice(0, 4).toUpperCase()] ?? '500 5.5.2 What?';
    if (text === 'cut') return void socket.destroy();
    isInMail = text.startsWith('354');
    if (text !== 'nothing') socket.write(`${text}\r\n`);
  };
  socket.on('data', (chunk) => {
    if (isInMail) mailBytes += chunk.byteLength;
    if (mailBytes > cutAtBytes) return void socket.destroy();
    const parts = (rest + chunk.toString('latin1')).split('\r\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      if (isInMail && line !== '.') continue;
      if (!isInMail) lines.push(line);
      reply(line);
    }
  });
  socket.write('220 raw.example ESMTP\r\n');
}
