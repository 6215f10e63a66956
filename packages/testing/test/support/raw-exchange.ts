import { connect } from 'node:net';
import type { FaultServer } from '../../src/node/index.ts';

/** What a bare socket sees: everything that came, and how the connection ended. */
export function rawExchange(
  server: FaultServer,
  text: string | Uint8Array,
): Promise<{ text: string; end: string }> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1').on('data', (chunk) => (received += chunk));
    socket.on('end', () => resolve({ text: received, end: 'closed' }));
    socket.on('error', (error) =>
      resolve({ text: received, end: 'code' in error ? String(error.code) : '' }),
    );
  });
}

export const rawPost = 'POST /pay HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi';
