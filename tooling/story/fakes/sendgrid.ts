// SendGrid's fake in a process of its own. Its settings come from the environment; it says where it listens by IPC.
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { serve } from '@patchbay/testing/node';
import { sha256 } from '../src/digest.ts';
import { farSidePath, type Mailbag, recoverPath } from '../src/far-side.ts';

const {
  FAKE_API_KEY: apiKey = '',
  FAKE_SENDER: sender = '',
  FAKE_WEBHOOK_URL: webhookUrl = '',
} = process.env;
let fault = Number(process.env['FAKE_FAULT'] ?? 0);
const fake = sendgridFake({ apiKey, verifiedSenders: [sender] });
const refused: string[] = [];
const deliveries = new Set<Promise<unknown>>();

const server = await serve(async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === farSidePath) {
    await Promise.all(deliveries);
    return Response.json(mailbag());
  }
  if (pathname === recoverPath) {
    fault = 0;
    return new Response(null, { status: 204 });
  }
  if (fault > 0) {
    refused.push(`${request.method} ${pathname} ${fault}`);
    const message = fault >= 500 ? 'Service not available' : 'The provided authorization grant is invalid';
    return Response.json({ errors: [{ message, field: null, help: null }] }, { status: fault });
  }
  const known = fake.accepted.length;
  const response = await fake.handle(request);
  for (const { messageId } of fake.accepted.slice(known)) deliveries.add(deliver(messageId));
  return response;
});
process.once('disconnect', () => void server.close());
process.send?.({ url: server.url, publicKey: await fake.publicKey() });

/** The mail reaches its reader, and a signed webhook says so; one that nobody takes is lost, as the pages will show. */
async function deliver(messageId: string): Promise<void> {
  const event = fake.emit('delivered', { messageId });
  await fetch(await fake.sign([event], { url: webhookUrl })).catch(() => undefined);
}

function mailbag(): Mailbag {
  return {
    mails: fake.accepted.map(({ from, recipients, subject = '', headers, attachments }) => ({
      from: from.email,
      recipients: recipients.map(({ email }) => email).join(', '),
      subject,
      headers,
      pictures: attachments.flatMap(({ contentId, bytes }) =>
        contentId === undefined ? [] : [{ contentId, sha256: sha256(bytes) }],
      ),
    })),
    operations: [...refused, ...fake.log.map(({ method, path, status }) => `${method} ${path} ${status}`)],
  };
}
