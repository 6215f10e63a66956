import { sendgridEmail } from '@patchbay/email-sendgrid';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { cpuTime } from '@patchbay/tooling-presets/cpu-time';
import { describe, expect, it } from 'vitest';
import { toRaw } from './support/webhooks.ts';

const inboundPassword = 'inbound-password-0001';
const { inbound } = sendgridEmail({ apiKey: 'SG.inbound.key', inboundPassword });
const authorization = `Basic ${btoa(`sendgrid:${inboundPassword}`)}`;
const boundary = 'xYzZY';

/** A form as bytes: texts in any charset, which `FormData` cannot make. */
function formOf(fields: Readonly<Record<string, string | Uint8Array>>, headers: Record<string, string> = {}) {
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return {
    headers: new Headers({
      authorization,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    }),
    body: new Uint8Array(Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])),
    url: 'https://shop.example/inbound',
  };
}

const fields = {
  headers: 'Subject: Hello\n',
  from: 'Ada <ada@example.com>',
  to: 'shop@example.com',
  subject: 'Hello',
};

describe('a mail that came in', () => {
  it('is read as its form says', async () => {
    const request = sendgridFake().inbound({
      from: '"Lovelace, Ada" <ada@example.com>',
      to: 'Shop <orders@shop.example>, "A, B" <b@shop.example>',
      cc: 'grace@example.com',
      subject: 'Große Frage',
      text: 'Wann?\r\n',
      html: '<p>Wann?</p><script>alert(1)</script>',
      headers: { 'Message-ID': '<1@example.com>', Received: 'from a', 'X-Name': 'Zoë' },
      attachments: [
        {
          filename: 'ö.png',
          type: 'image/png',
          bytes: new Uint8Array([0, 13, 10, 45, 45, 255]),
          contentId: 'pic',
        },
      ],
      dkim: '{@example.com : pass, @list.example : fail}',
      spamScore: 0.1,
    });
    request.headers.set('authorization', authorization);
    const mail = await inbound.receive(await toRaw(request));
    expect(mail).toMatchObject({
      rfcMessageId: '1@example.com',
      provider: 'sendgrid',
      from: { email: 'ada@example.com', name: 'Lovelace, Ada' },
      to: [
        { email: 'orders@shop.example', name: 'Shop' },
        { email: 'b@shop.example', name: 'A, B' },
      ],
      cc: [{ email: 'grace@example.com' }],
      subject: 'Große Frage',
      text: 'Wann?\r\n',
      html: '<p>Wann?</p><script>alert(1)</script>',
      attachments: [{ filename: 'ö.png', contentType: 'image/png', contentId: 'pic' }],
      verdicts: { spf: 'pass', dkim: 'fail', spam: '0.1' },
    });
    expect([...(mail.attachments[0]?.bytes ?? [])]).toEqual([0, 13, 10, 45, 45, 255]);
    expect(mail.headers).toContainEqual({ name: 'X-Name', value: 'Zoë' });
  });

  it('in another charset is decoded as the form says', async () => {
    const text = new Uint8Array([71, 114, 252, 223, 101]);
    const charsets = JSON.stringify({ text: 'iso-8859-1', html: 'x-unknown' });
    const mail = await inbound.receive(formOf({ charsets, ...fields, text, html: 'Grüße' }));
    expect([mail.text, mail.html]).toEqual(['Grüße', 'Grüße']);
  });

  it('has its folded and encoded headers read, repeated ones each', async () => {
    const headers =
      'Received: a\nReceived: b\n\tc\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?4oKs?=\nX-Bad: =?x?q?=ff?=\n';
    const mail = await inbound.receive(formOf({ ...fields, headers }));
    expect(mail.headers.map(({ name, value }) => [name, value])).toEqual([
      ['Received', 'a'],
      ['Received', 'b\tc'],
      ['Subject', 'Grüße€'],
      ['X-Bad', '�'],
    ]);
  });

  it.each([
    ['no addresses at all', { ...fields, from: 'nobody', to: 'undisclosed-recipients:;' }],
    ['a wall of brackets', { ...fields, from: '<'.repeat(200_000), to: '"'.repeat(200_000) }],
    ['a wall of spaces', { ...fields, from: ' '.repeat(200_000), headers: ' '.repeat(200_000) }],
  ])('is data, whatever a stranger wrote: %s', async (_name, form) => {
    const spentMs = cpuTime();
    const mail = await inbound.receive(formOf(form));
    expect(mail).not.toHaveProperty('from');
    expect(spentMs()).toBeLessThan(2000);
  });
});

describe('what stands beside the mail', () => {
  it('is left out where it cannot be read', async () => {
    const form = { ...fields, charsets: '{', envelope: '[]', 'attachment-info': 'null', spam_score: '5.1' };
    const mail = await inbound.receive(formOf(form));
    expect(mail).not.toHaveProperty('envelope');
    expect(mail).toMatchObject({ from: { email: 'ada@example.com' }, verdicts: { spam: '5.1' } });
  });
});

describe('a request of a stranger', () => {
  it.each([
    ['without a password', { authorization: '' }, 'signature_missing'],
    [
      'with another password',
      { authorization: `Basic ${btoa('sendgrid:another-password-1')}` },
      'signature_invalid',
    ],
    [
      'with the password as name',
      { authorization: `Basic ${btoa(inboundPassword.slice(0, -1))}` },
      'signature_invalid',
    ],
    ['with a token', { authorization: `Bearer ${inboundPassword}` }, 'signature_invalid'],
  ])('%s is refused', async (_name, headers, reason) => {
    const form = formOf(fields, headers);
    if (headers.authorization === '') form.headers.delete('authorization');
    await expect(inbound.receive(form)).rejects.toMatchObject({ code: 'webhook_rejected', reason });
  });
});

describe('a form that is no mail', () => {
  it.each([
    [
      'JSON',
      { ...formOf(fields), headers: new Headers({ authorization, 'content-type': 'application/json' }) },
    ],
    ['a form that breaks off', { ...formOf(fields), body: formOf(fields).body.slice(0, -30) }],
    ['a form without fields', formOf({})],
    ['another boundary', formOf(fields, { 'content-type': 'multipart/form-data; boundary=other' })],
    ['a raw message', formOf({ email: 'Subject: Hello\r\n\r\nHello', from: 'ada@example.com' })],
  ])('is refused: %s', async (_name, form) => {
    await expect(inbound.receive(form)).rejects.toMatchObject({
      code: 'webhook_rejected',
      reason: 'payload_malformed',
    });
  });

  it('is refused without a password in the options, and the refusal says where it goes', async () => {
    const { inbound: open } = sendgridEmail({ apiKey: 'SG.inbound.key' });
    await expect(open.receive(formOf(fields))).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('Inbound Parse'),
    });
  });
});
