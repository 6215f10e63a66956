import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import type { VendorFault, Wire, WireFault } from '@patchbay/core/conformance';
import type { MailServer, Script } from './mail-server.ts';

/** How a mail server says it: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3 (2026-11-22). */
const replies = {
  wrong_credential: '535 5.7.8 Authentication credentials invalid',
  no_permission: '550 5.7.1 Sender address rejected',
  key_in_flight: '451 4.3.0 Try again',
  rate_limited: '450 4.7.28 Too many mails',
  server_error: '451 4.3.0 Local error in processing',
  unavailable: '421 4.3.2 Service shutting down',
} as const satisfies Record<VendorFault, string>;

/** The server's sessions, and what goes wrong with them. */
export function toWire(server: MailServer): Wire {
  return {
    requests: () =>
      server.sessions.map(({ wrote, body }) => ({ method: 'SMTP', path: '/', body, reads: !wrote })),
    held: () => server.held,
    fault: (fault, { times = 1, reads = false } = {}) => server.script(toScript(fault, reads), times),
  };
}

function toScript(fault: WireFault, reads: boolean): Script {
  switch (fault.kind) {
    case 'vendor':
      return { at: reads ? 'auth' : 'mail', reply: replies[fault.error] };
    case 'reset_before':
      return { at: 'data', end: 'cut', commit: false };
    case 'reset_after_commit':
      return { at: 'data', end: 'cut', commit: true };
    case 'hang':
      return { at: 'data', end: 'hang', commit: false };
    case 'hang_after_commit':
      return { at: 'data', end: 'hang', commit: true };
    default:
      throw new Error(`No mail server does ${fault.kind}.`);
  }
}

/** Counts this process's connections to a port: what is under way before the server knows of it. */
export function watchConnections(port: number): { readonly open: number } & Disposable {
  const open = new Set<Socket>();
  const onSocket = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('socket' in message)) return;
    const { socket } = message;
    if (!(socket instanceof Socket)) return;
    open.add(socket);
    socket.once('connect', () => {
      if (socket.remotePort !== port) open.delete(socket);
    });
    socket.once('close', () => open.delete(socket));
  };
  subscribe('net.client.socket', onSocket);
  return {
    get open() {
      return open.size;
    },
    [Symbol.dispose]: () => void unsubscribe('net.client.socket', onSocket),
  };
}
