import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { IntegrationError, Problem } from '@patchbay/core';
import { cannotOpen } from './cannot-open.ts';
import type { Settings } from './settings.ts';

type Fetch = (request: Request) => Response | Promise<Response>;

/** An open port, and what answers on it. Requests that come before `handle` wait for it. */
export interface Listener {
  /** Where this machine reaches it, without a slash at the end. */
  readonly localUrl: string;
  handle(fetch: Fetch): void;
  /** Finishes the requests under way and closes the port. */
  close(): Promise<void>;
}

const portsToTry = 20;
const patienceMs = 10_000;

/** Opens the port of the settings, or the next free one where none is asked for. */
export async function listen(settings: Pick<Settings, 'host' | 'port' | 'portIsFixed'>): Promise<Listener> {
  let handle: (fetch: Fetch) => void = () => undefined;
  const ready = new Promise<Fetch>((resolve) => {
    handle = resolve;
  });
  const server = createAdaptorServer({
    fetch: async (request) => (await ready)(request),
    overrideGlobalObjects: false,
  });
  const answers = new Set<ServerResponse>();
  server.on('request', (_request: unknown, answer: ServerResponse) => {
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
  });
  await openPort(server, settings);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');
  const host = settings.host === '0.0.0.0' || settings.host === '::' ? '127.0.0.1' : settings.host;
  return {
    localUrl: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    handle,
    close: () => closeServer(server, answers),
  };
}

type Server = ReturnType<typeof createAdaptorServer>;

async function openPort(
  server: Server,
  { host, port, portIsFixed }: Parameters<typeof listen>[0],
): Promise<void> {
  for (let candidate = port; ; candidate += 1) {
    try {
      const listening = once(server, 'listening');
      server.listen(candidate, host);
      await listening;
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === 'EADDRINUSE' && !portIsFixed && candidate < port + portsToTry) continue;
      throw unopened(code, host, candidate) ?? error;
    }
  }
}

function unopened(code: string, host: string, port: number): IntegrationError | undefined {
  const reason = reasons[code];
  if (reason === undefined) return undefined;
  const { why, ...problem } = reason;
  return cannotOpen({
    ...problem,
    found: `${problem.path === 'PORT' ? port : JSON.stringify(host)}, ${why}`,
  });
}

interface Reason extends Omit<Problem, 'found'> {
  readonly why: string;
}

const noAddress = {
  path: 'HOST',
  why: 'which is no address of this machine',
  expected: 'an address of this machine',
  fix: 'Leave it out for 127.0.0.1, or give 0.0.0.0 for all addresses.',
} as const satisfies Reason;

/** Why a port does not open, by the system's code. */
const reasons: Readonly<Record<string, Reason>> = {
  EADDRINUSE: {
    path: 'PORT',
    why: 'where something listens already',
    expected: 'a free port',
    fix: 'Stop what listens there, or set PORT to another one.',
  },
  EACCES: {
    path: 'PORT',
    why: 'which needs more rights',
    expected: 'a port that you may open',
    fix: 'Set PORT to 1024 or above.',
  },
  EADDRNOTAVAIL: noAddress,
  ENOTFOUND: noAddress,
  EAI_AGAIN: noAddress,
};

/** Node's own `close` waits for clients that keep a connection and ask nothing. */
async function closeServer(server: Server, answers: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const underWay = Promise.all([...answers].map((answer) => once(answer, 'close')));
  await Promise.race([underWay, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
}
