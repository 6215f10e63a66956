// A mail server in a process of its own. Its settings come from the environment; it says where it listens by IPC.
import { once } from 'node:events';
import { serve } from '@patchbay/testing/node';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Mailbag } from '../src/far-side.ts';
import { deliveryReport, type TakenMail, toSeenMail } from '../src/mime.ts';

const { FAKE_USER: user = '', FAKE_PASSWORD: password = '', FAKE_WEBHOOK_URL: webhookUrl = '' } = process.env;
const isBarred = Number(process.env['FAKE_FAULT'] ?? 0) > 0;
const mails: TakenMail[] = [];
const operations: string[] = [];
const deliveries = new Set<Promise<unknown>>();

const post = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  disableReverseLookup: true,
  hideDSN: false,
  onAuth(login, _session, done) {
    const isKnown = !isBarred && login.username === user && login.password === password;
    operations.push(`AUTH ${isKnown ? 235 : 535}`);
    if (isKnown) done(null, { user });
    else done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      take({ ...envelopeOf(session), source: Buffer.concat(chunks) });
      done(null, 'OK queued');
    });
  },
});
post.on('error', () => {}); // a client that goes away
await once(post.listen(0, '127.0.0.1'), 'listening');
const address = post.server.address();

const server = await serve(async () => {
  await Promise.all(deliveries);
  const seen: Mailbag = { mails: await Promise.all(mails.map(toSeenMail)), operations };
  return Response.json(seen);
});
process.once('disconnect', () => {
  post.close();
  void server.close();
});
const port = typeof address === 'object' && address !== null ? address.port : 0;
process.send?.({ url: server.url, port: String(port) });

/** The mail reaches its readers; a report says so where the sender asked for one. */
function take(mail: TakenMail): void {
  mails.push(mail);
  operations.push('DATA 250');
  if (!mail.wantsReport) return;
  const report = {
    method: 'POST',
    body: deliveryReport(mail),
    headers: { 'content-type': 'message/rfc822' },
  };
  // One that nobody takes is lost, as the pages will show.
  deliveries.add(fetch(webhookUrl, report).catch(() => undefined));
}

function envelopeOf({ envelope }: SMTPServerSession): Omit<TakenMail, 'source'> {
  const { mailFrom, rcptTo, dsn } = envelope;
  return {
    id: dsn?.envid ?? '',
    sender: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map((recipient) => recipient.address),
    wantsReport: rcptTo.some((recipient) => recipient.dsn?.notify?.includes('SUCCESS')),
  };
}
