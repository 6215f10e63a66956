import { closedPort } from '@patchbay/testing/node';
import type { FaultName } from '../faults.ts';
import { type FarSide, nowhere } from './far-side.ts';
import { type Misstep, smtpServer } from './smtp-server.ts';
import { listenUntrusted } from './untrusted.ts';

const page = 'HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\n\r\n<html><h1>502</h1></html>\r\n';

/** The faults in SMTP's words: https://www.rfc-editor.org/rfc/rfc5321 (2026-11-22). */
const missteps: Partial<Readonly<Record<FaultName, Misstep>>> = {
  unauthorized: { at: 'AUTH', bytes: '535 5.7.8 Authentication credentials invalid\r\n' },
  missing: { at: 'RCPT', bytes: '550 5.1.1 No such user here\r\n' },
  limited: { at: 'dot', bytes: '451 4.7.28 Too many mails\r\n' },
  server_error: { at: 'dot', bytes: '451 4.3.0 Local error in processing\r\n' },
  unavailable: { at: 'greeting', bytes: '421 4.3.2 Service not available\r\n', end: 'cut' },
  html_502: { at: 'greeting', bytes: page, end: 'cut' },
  garbage: { at: 'dot', bytes: 'hello there\r\n', commit: true },
  truncated: { at: 'dot', bytes: '25', end: 'cut', commit: true },
  slow_body: { at: 'dot', bytes: '250 2.0', end: 'silence', commit: true },
  reset_before: { at: 'DATA', end: 'cut' },
  reset_after: { at: 'dot', end: 'cut', commit: true },
  hang: { at: 'dot', end: 'silence', commit: true },
};

/** Starts a mail server. */
export async function openSmtp(fault: FaultName): Promise<FarSide> {
  const server = await smtpServer(missteps[fault]);
  const untrusted = fault === 'untrusted' ? await listenUntrusted() : undefined;
  return {
    address: untrusted?.address('smtps') ?? (await addressOf(fault, server.port)),
    requests: () => server.sessions() + (untrusted?.sessions() ?? 0),
    effects: () => server.mails(),
    async [Symbol.asyncDispose]() {
      await untrusted?.[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function addressOf(fault: FaultName, port: number): Promise<string> {
  if (fault === 'refused') return (await closedPort()).replace('http:', 'smtp:');
  return `smtp://${fault === 'unresolved' ? nowhere : '127.0.0.1'}:${port}`;
}
