import { serve } from '@patchbay/testing/node';
import sharedClient from '@sendgrid/client';
import sharedMail from '@sendgrid/mail';
import type { RejectionRequest, SendgridFake, SendgridFakeOptions } from '../../src/fake/index.ts';
import { sendgridFake } from '../../src/fake/index.ts';

// The SDK's declarations hide its classes from TypeScript 7: `export =` and `export {}` do not go together.
const Client: new () => typeof sharedClient = Reflect.get(sharedClient, 'Client');
const MailService: new () => typeof sharedMail = Reflect.get(sharedMail, 'MailService');

export const noon = Date.parse('2026-11-22T12:00:00Z');

export const order = {
  to: 'ada@example.com',
  from: 'shop@example.com',
  subject: 'Your order',
  text: 'Thank you.',
};

/** A fake behind a loopback socket, the real SDK talking to it, and a clock to turn. */
export async function connected(options: SendgridFakeOptions = {}) {
  const time = { now: noon };
  const fake = sendgridFake({ now: () => time.now, ...options });
  const server = await serve(fake);
  const client = new Client();
  client.setApiKey(options.apiKey ?? 'SG.fake.fake');
  client.setDefaultRequest('baseUrl', `${server.url}/`);
  const mail = new MailService();
  mail.setClient(client);
  return {
    fake,
    client,
    mail,
    server,
    pass: (milliseconds: number) => {
      time.now += milliseconds;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** Sends one request as a row describes it, without a socket. */
export function send(fake: SendgridFake, request: RejectionRequest, batch = ''): Promise<Response> {
  const json =
    request.json === undefined ? undefined : JSON.stringify(request.json).replace('{batch}', batch);
  const body = request.body ?? json;
  const given = {
    authorization: 'Bearer SG.fake.fake',
    'content-type': 'application/json',
    ...request.headers,
  };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const address = `http://127.0.0.1${request.path.replace('{batch}', batch)}`;
  return fake.handle(
    new Request(address, { method: request.method, headers, ...(body !== undefined && { body }) }),
  );
}
