import { IntegrationError } from '@patchbay/core';
import { smtpEmail } from '@patchbay/email-smtp';
import { virtualClock } from '@patchbay/testing';
import { freePort } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { mailServer } from './support/mail-server.ts';
import { type Answer, rawServer } from './support/raw-server.ts';

const message = {
  from: 'shop@shop.example',
  to: 'ada@example.com',
  subject: 'Your order',
  text: 'Thank you.',
};
const once = { policy: { retry: false } } as const;
const large = { ...message, attachments: [{ filename: 'a.bin', content: new Uint8Array(4_000_000) }] };

/** Answers one command otherwise. */
const at =
  (command: string, reply: string): Answer =>
  (line) =>
    line.startsWith(command) ? reply : null;

async function failureOver(
  answer: Answer,
  options: { cutAtBytes?: number } = {},
  mail: typeof message = message,
) {
  await using server = await rawServer(answer, options);
  await using email = smtpEmail({ host: '127.0.0.1', port: server.port }, once);
  const error: unknown = await email.send(mail).catch((thrown: unknown) => thrown);
  expect(server.connections).toBe(1);
  if (!(error instanceof IntegrationError)) throw new Error('It should have failed.');
  return error;
}

describe('a connection that is lost', () => {
  it.each([
    ['at the greeting', at('EHLO', 'cut')],
    ['at the sender', at('MAIL', 'cut')],
    ['at a recipient', at('RCPT', 'cut')],
    ['at DATA', at('DATA', 'cut')],
  ])('%s has sent nothing', async (_where, answer) => {
    expect(await failureOver(answer)).toMatchObject({ code: 'network', outcome: 'not_applied' });
  });

  it('amid the mail, before its dot, has sent nothing', async () => {
    const error = await failureOver(() => null, { cutAtBytes: 100_000 }, large);
    expect(error).toMatchObject({ code: 'network', outcome: 'not_applied' });
  });

  it('after the final dot may have sent it: the effect is unknown', async () => {
    expect(await failureOver(at('.', 'cut'))).toMatchObject({ code: 'network', outcome: 'unknown' });
  });
});

describe('a server that falls silent', () => {
  it.each([
    ['MAIL', 'not_applied'],
    ['DATA', 'not_applied'],
    ['.', 'unknown'],
  ])('at %s leaves the effect %s', async (command, outcome) => {
    const clock = virtualClock();
    const heard: string[] = [];
    await using server = await rawServer((line) => {
      if (line.startsWith(command)) heard.push(line);
      return heard.length > 0 ? 'nothing' : null;
    });
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port }, { ...once, clock });
    const sending = email.send(message).catch((thrown: unknown) => thrown);
    await expect.poll(() => heard).toHaveLength(1);
    await clock.advance(10_000);
    expect(await sending).toMatchObject({ code: 'timeout', outcome });
  });
});

describe('the last reply', () => {
  it.each([
    ['451 4.3.0 Try later', { code: 'provider_unavailable', outcome: 'not_applied' }],
    ['421 4.3.2 Closing', { code: 'provider_unavailable', outcome: 'not_applied' }],
    ['552 5.3.4 Too big', { code: 'payload_too_large', reason: 'message_too_large', outcome: 'not_applied' }],
    ['554 5.7.1 Spam', { code: 'declined', reason: 'content_refused', outcome: 'not_applied' }],
    ['550 5.7.28 Flood', { code: 'rate_limited', outcome: 'not_applied' }],
  ])('%s', async (reply, expected) => {
    const { code, reason, outcome } = await failureOver(at('.', reply));
    expect({ code, reason, outcome }).toEqual({ reason: undefined, ...expected });
  });
});

describe('a last reply that is none', () => {
  it('leaves the effect unknown', async () => {
    expect(await failureOver(at('.', 'hello there'))).toMatchObject({
      code: 'invalid_response',
      outcome: 'unknown',
    });
  });
});

describe('retries', () => {
  it('are core’s alone: a refused port is tried three times, and nothing was sent', async () => {
    const port = await freePort();
    const policy = { retry: { attempts: 3, baseDelayMs: 1 } } as const;
    await using email = smtpEmail({ host: '127.0.0.1', port }, { policy });
    const error: unknown = await email.send(message).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'network', outcome: 'not_applied', attempts: { length: 3 } });
  });

  it('do not happen within nodemailer', async () => {
    await using server = await rawServer(at('MAIL', '451 4.3.0 Later'));
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port, poolSize: 3 }, once);
    await expect(email.send(message)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(server.connections).toBe(1);
  });
});

describe('kept connections', () => {
  it('carry one mail after the other, and each has its own outcome', async () => {
    let mails = 0;
    await using server = await rawServer((line) => (line === '.' && ++mails === 2 ? 'cut' : null));
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port, poolSize: 1 }, once);
    await email.send(message);
    await expect(email.send(message)).rejects.toMatchObject({ code: 'network', outcome: 'unknown' });
    await email.send(message);
    expect(server.connections).toBe(2);
  });
});

describe('logging in', () => {
  it('is never left out because the server does not offer it', async () => {
    await using server = await rawServer(() => null);
    const options = {
      host: '127.0.0.1',
      port: server.port,
      requireTls: false,
      user: 'shop',
      password: 'mail-password-7',
    };
    await using email = smtpEmail(options, once);
    await expect(email.send(message)).rejects.toMatchObject({ outcome: 'not_applied' });
    expect(server.lines.filter((line) => line.startsWith('MAIL'))).toEqual([]);
  });

  it('never sends the password in the clear unless that is asked for', async () => {
    await using server = await mailServer({ password: 'mail-password-7' });
    await using email = smtpEmail(
      { host: '127.0.0.1', port: server.port, user: 'shop', password: 'mail-password-7' },
      once,
    );
    await expect(email.send(message)).rejects.toMatchObject({ outcome: 'not_applied' });
    expect(server.logins).toBe(0);
  });
});

describe('a server that tells its SIZE', () => {
  it('refuses a larger mail before any of it is sent', async () => {
    await using server = await mailServer({ size: 10_000 });
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port }, once);
    await expect(email.send(large)).rejects.toMatchObject({
      code: 'payload_too_large',
      outcome: 'not_applied',
    });
    expect(server.mails).toEqual([]);
  });
});

describe('recipients', () => {
  it('are each told their own fate, whatever the last reply was', async () => {
    const replies: Record<string, string> = {
      'gone@example.com': '550 5.1.1 No such user',
      'full@example.com': '452 4.2.2 Mailbox full',
    };
    await using server = await mailServer({ recipient: (address) => replies[address] });
    await using email = smtpEmail({ host: '127.0.0.1', port: server.port }, once);
    const receipt = await email.send({ ...message, to: ['gone@example.com', 'full@example.com'] });
    expect(receipt.status).toBe('refused');
    expect(receipt.recipients.map(({ status, reason }) => [status, reason])).toEqual([
      ['refused', 'mailbox_unknown'],
      ['deferred', 'mailbox_full'],
    ]);
  });
});
