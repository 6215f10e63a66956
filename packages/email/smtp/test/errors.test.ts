import { inspect } from 'node:util';
import { smtpEmail } from '@patchbay/email-smtp';
import { describe, expect, it } from 'vitest';
import { codeByName, toFailure } from '../src/errors.ts';
import { mailServer } from './support/mail-server.ts';

function failureOf(command: string, response: string) {
  const { code, reason } = toFailure({ responseCode: Number(response.slice(0, 3)), response, command }) ?? {};
  return [code, reason];
}

describe('a refusal', () => {
  it.each([
    ['AUTH PLAIN', '535 5.7.8 Wrong', ['provider_auth_failed', undefined]],
    ['AUTH PLAIN', '534 5.7.9 Too weak', ['provider_auth_failed', undefined]],
    ['AUTH PLAIN', '454 4.7.0 Later', ['provider_unavailable', undefined]],
    ['AUTH PLAIN', '550 5.7.1 Blocked', ['provider_permission_denied', undefined]],
    ['MAIL FROM', '530 5.7.0 Log in first', ['provider_auth_failed', undefined]],
    ['MAIL FROM', '550 5.7.1 Not yours', ['provider_permission_denied', 'sender_not_verified']],
    ['MAIL FROM', '553 5.1.8 Bad sender', ['invalid_request', 'sender_invalid']],
    ['MAIL FROM', '552 5.3.4 Too big', ['payload_too_large', 'message_too_large']],
    ['MAIL FROM', '452 4.3.1 Disk full', ['provider_unavailable', undefined]],
    ['MAIL FROM', '450 4.7.28 Flood', ['rate_limited', undefined]],
    ['DATA', '554 5.7.1 Spam', ['declined', 'content_refused']],
    ['DATA', '550 Refused', ['declined', 'content_refused']],
    ['DATA', '552 Too big', ['payload_too_large', 'message_too_large']],
    ['DATA', '451 4.3.0 Later', ['provider_unavailable', undefined]],
    ['EHLO', '421 4.3.2 Closing', ['provider_unavailable', undefined]],
    ['DATA', '503 5.5.1 Bad sequence', ['provider_error', undefined]],
    ['DATA', '599 What', ['provider_error', undefined]],
  ])('of %s with %s', (command, response, expected) => {
    expect(failureOf(command, response)).toEqual(expected);
  });

  it.each(Object.entries(codeByName))('without a reply, %s, is %s', (code, expected) => {
    expect(toFailure(Object.assign(new Error('lost'), { code }))?.code).toBe(expected);
  });

  it.each([new Error('lost'), Object.assign(new Error('lost'), { code: 'toString' }), undefined, 'lost'])(
    'of somebody else is not ours to name: %o',
    (thrown) => {
      expect(toFailure(thrown)).toBeUndefined();
    },
  );
});

describe('the error of a refusal', () => {
  it('prints neither the password nor what is private, though the server says it', async () => {
    await using server = await mailServer({ password: 'the-right-password-1' });
    server.script({
      at: 'mail',
      reply: '554 5.7.1 <ada.lovelace@private.example>: the-right-password-1 refused',
    });
    const options = { host: '127.0.0.1', port: server.port, requireTls: false, user: 'shop' };
    await using email = smtpEmail(
      { ...options, password: 'the-right-password-1' },
      { policy: { retry: false } },
    );
    const message = {
      from: 'a@shop.example',
      to: 'ada.lovelace@private.example',
      subject: 'Results',
      text: 'Hi.',
    };
    const error: unknown = await email.send(message).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'provider_permission_denied' });
    const printed = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`;
    expect(printed).not.toMatch(/the-right-password-1|ada\.lovelace@private/);
  });
});
