import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'vitest';

/** One connection that is used again, if the server leaves it open. */
export function oneConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

export interface Sent {
  readonly method?: string;
  /** Names and values by turns: a name may come twice. */
  readonly headers?: readonly string[];
  /** One chunk is sent with its length, several are sent chunked. */
  readonly chunks?: Iterable<Uint8Array>;
  readonly agent?: Agent;
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Sends exactly these bytes and these headers. */
export async function send(
  url: string,
  { method = 'POST', headers = [], chunks = [], agent = new Agent() }: Sent,
): Promise<Answered> {
  const { host } = new URL(url);
  const sent = request(url, { method, headers: ['host', host, ...headers], agent });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve).on('error', reject);
  });
  let isAnswered = false;
  const stop = () => void (isAnswered = true);
  answered.then(stop, stop);
  for (const chunk of chunks) {
    if (isAnswered) break; // as a client does that has read the refusal
    if (!sent.write(chunk)) await Promise.race([once(sent, 'drain'), answered]);
  }
  sent.end();
  const response = await answered;
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}

/** Announces ten bytes, sends four, and breaks the connection once the server’s handler has the request. */
export async function leave(url: string, begun: readonly unknown[]): Promise<void> {
  const { hostname, port, pathname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{"a"`;
  socket.write(head);
  await expect.poll(() => begun).toHaveLength(1);
  socket.resetAndDestroy();
}

/** Sends a body without end and without a look at the answer; tells how much went out until the connection was cut. */
export async function flood(url: string, mostBytes: number): Promise<number> {
  const { hostname, port, pathname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const cut = new Promise<void>((resolve) => void socket.on('close', () => resolve()));
  socket.on('error', () => undefined).resume();
  socket.write(`POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${mostBytes}\r\n\r\n`);
  let sentBytes = 0;
  for (; sentBytes < mostBytes && !socket.destroyed; sentBytes += 65_536)
    if (!socket.write(new Uint8Array(65_536)))
      await Promise.race([new Promise((go) => socket.once('drain', go)), cut]);
  socket.destroy();
  return sentBytes;
}
