import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { type FaultPlan, serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const message = {
  from: 'shop@example.com',
  to: 'ada@example.com',
  subject: 'Your order',
  text: 'Thank you.',
};
const apiKey = 'SG.fake.fake';

describe('the SDK', () => {
  it('is loaded by the first call, not by an import and not by a webhook', async () => {
    const child = fileURLToPath(new URL('./support/lazy-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child]);
    expect(JSON.parse(stdout)).toEqual({ events: 1, afterImport: 0, afterWebhook: 0, loadedByCall: true });
  });
});

describe('one attempt is one request', () => {
  const envelope = '{"errors":[{"message":"No.","field":null}]}';
  const faults: readonly FaultPlan[] = [
    { kind: 'resetBefore' },
    { kind: 'resetAfter' },
    { kind: 'status', status: 500, body: envelope, contentType: 'application/json' },
    { kind: 'status', status: 429, body: envelope, contentType: 'application/json' },
    { kind: 'status', status: 502, body: '<html>', contentType: 'text/html' },
    { kind: 'garbage' },
    { kind: 'redirectLoop', times: Number.POSITIVE_INFINITY },
  ];

  it.each(faults)('when the wire does $kind $status', async (fault) => {
    await using server = await serve(sendgridFake());
    await using email = sendgridEmail({ apiKey, baseUrl: server.url }, { policy: { retry: false } });
    server.fault(fault);
    await expect(email.send(message)).rejects.toMatchObject({ provider: 'sendgrid' });
    expect(server.received).toHaveLength(1);
  });
});

describe('check', () => {
  it('is one harmless read', async () => {
    await using server = await serve(sendgridFake());
    await using email = sendgridEmail({ apiKey, baseUrl: server.url });
    await email.check();
    await email.check();
    expect(server.received.map(({ method, target }) => `${method} ${target}`)).toEqual(['GET /v3/scopes']);
  });

  it('does not take a portal’s page for SendGrid', async () => {
    const page = () => new Response('<html>Log in</html>', { headers: { 'content-type': 'text/html' } });
    await using server = await serve(page);
    await using email = sendgridEmail({ apiKey, baseUrl: server.url });
    await expect(email.check()).rejects.toMatchObject({ code: 'invalid_response' });
  });
});
