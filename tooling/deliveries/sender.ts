import { Agent, request } from 'node:http';
import type { Delivery } from './deliveries.ts';

/** One request that was made. Times are of `performance.now()`. */
export interface Sent {
  readonly delivery: Delivery;
  readonly status: number;
  /** When it was to be sent. */
  readonly dueAt: number;
  readonly endedAt: number;
}

/** Where deliveries go, one keep-alive connection each. */
export interface Connection {
  send(delivery: Delivery, dueAt?: number): Promise<Sent>;
  close(): void;
}

const patienceMs = 30_000;

/** A connection of its own to a server. */
export function connectTo(url: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: (delivery, dueAt = performance.now()) => post(url, agent, delivery, dueAt),
    close: () => agent.destroy(),
  };
}

function post(url: string, agent: Agent, delivery: Delivery, dueAt: number): Promise<Sent> {
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(delivery.body)),
    'stripe-signature': delivery.sign(),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers, timeout: patienceMs });
    outgoing.once('response', (answer) => {
      answer.resume();
      answer.once('end', () =>
        resolve({ delivery, status: answer.statusCode ?? 0, dueAt, endedAt: performance.now() }),
      );
      answer.once('error', reject);
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`No answer in ${patienceMs} ms.`)));
    outgoing.once('error', reject);
    outgoing.end(delivery.body);
  });
}

const connections = 8;

/** Several connections, in turn over the servers. */
function open(urls: readonly string[]): readonly Connection[] {
  return Array.from({ length: connections }, (_, index) => connectTo(urls[index % urls.length] ?? ''));
}

/** Sends as fast as the receiver answers. */
export async function sendAll(
  urls: readonly string[],
  deliveries: readonly Delivery[],
  onSent: (count: number) => void,
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const waiting = deliveries[Symbol.iterator]();
  const lines = open(urls);
  await Promise.all(
    lines.map(async (line) => {
      for (const delivery of waiting) {
        sent.push(await line.send(delivery));
        onSent(sent.length);
      }
    }),
  );
  for (const line of lines) line.close();
  return sent;
}

/** Sends at a pace, whether or not the receiver keeps up: a delivery that has to wait for a line counts its wait. */
export async function sendPaced(
  urls: readonly string[],
  { perSecond, count, make }: { perSecond: number; count: number; make: (index: number) => Delivery },
  onSent: (count: number) => void,
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const lines = open(urls);
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    lines.map(async (line) => {
      while (next < count) {
        const index = next;
        next += 1;
        const dueAt = startedAt + (index * 1000) / perSecond;
        const delivery = make(index);
        await until(dueAt);
        sent.push(await line.send(delivery, dueAt));
        onSent(sent.length);
      }
    }),
  );
  for (const line of lines) line.close();
  return sent;
}

function until(dueAt: number): Promise<void> {
  const waitMs = dueAt - performance.now();
  return waitMs <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, waitMs));
}
