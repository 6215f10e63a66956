import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** Where in a session something comes otherwise; `dot` is the end of the mail. */
export type Stage = 'greeting' | 'AUTH' | 'RCPT' | 'DATA' | 'dot';

/** What comes instead of the usual reply. */
export interface Misstep {
  readonly at: Stage;
  /** Bytes to send, the line's end included; nothing by default. */
  readonly bytes?: string;
  /** What follows: the connection is cut, or nothing ever does. By default the session goes on. */
  readonly end?: 'cut' | 'silence';
  /** Whether the mail was taken all the same. */
  readonly commit?: boolean;
}

/** A mail server in a few lines, which misbehaves as no server of a library can. */
export interface SmtpServer extends AsyncDisposable {
  readonly port: number;
  sessions(): number;
  /** Mails that it took. */
  mails(): number;
}

const usual: Readonly<Record<string, string>> = {
  greeting: '220 mail.example ESMTP',
  EHLO: '250-mail.example\r\n250-AUTH PLAIN\r\n250 ENHANCEDSTATUSCODES',
  AUTH: '235 2.7.0 Authenticated',
  MAIL: '250 2.1.0 OK',
  RCPT: '250 2.1.5 OK',
  DATA: '354 Go on',
  dot: '250 2.0.0 OK queued as RAW1',
  RSET: '250 2.0.0 OK',
  QUIT: '221 2.0.0 Bye',
};

/** Starts it; every session meets the misstep. */
export async function smtpServer(misstep: Misstep | undefined): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const counts = { sessions: 0, mails: 0 };
  const server = createServer((socket) => {
    counts.sessions += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    converse(socket, misstep, () => (counts.mails += 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    sessions: () => counts.sessions,
    mails: () => counts.mails,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

function converse(socket: Socket, misstep: Misstep | undefined, take: () => void): void {
  let rest = '';
  let isInMail = false;
  let isOver = false;
  const reply = (stage: string): void => {
    const isHere = misstep?.at === stage;
    if (stage === 'dot' && (!isHere || misstep.commit === true)) take();
    const bytes = isHere ? (misstep.bytes ?? '') : `${usual[stage] ?? '500 5.5.2 What?'}\r\n`;
    isOver = isHere && misstep.end !== undefined;
    isInMail = bytes.startsWith('354');
    if (isHere && misstep.end === 'cut') socket.end(bytes);
    else if (bytes !== '') socket.write(bytes);
  };
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (isOver) return;
      if (!isInMail) reply(line.slice(0, 4).toUpperCase());
      else if (line === '.') reply('dot');
    }
  });
  reply('greeting');
}
