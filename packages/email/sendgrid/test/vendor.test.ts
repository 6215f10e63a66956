import sharedClient from '@sendgrid/client';
import sharedMail from '@sendgrid/mail';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { account, apiKey, message } from './support/account.ts';

// Each of these is something that SendGrid or its SDK does to those who use them directly.

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the SDK’s shared instances', () => {
  it('are left alone: two accounts in one process keep their keys', async () => {
    const mail = vi.spyOn(sharedMail, 'setApiKey');
    const client = vi.spyOn(sharedClient, 'setApiKey');
    await using first = await account();
    await using second = await account({ apiKey: 'SG.second.key' }, { apiKey: 'SG.second.key' });
    for (const { email } of [first, second, first]) await email.send(message);
    expect([first.fake.accepted.length, second.fake.accepted.length]).toEqual([2, 1]);
    expect([mail.mock.calls, client.mock.calls]).toEqual([[], []]);
  });

  it('say nothing on the console, not of quotation marks in a template’s data either', async () => {
    const warn = vi.spyOn(console, 'warn');
    await using made = await account();
    const template = { id: `d-${'0'.repeat(32)}`, data: { name: 'Ada "Countess" Lovelace & Co' } };
    await made.email.send({ from: message.from, to: message.to, template });
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('the HTTP request', () => {
  it('has none of the message’s headers', async () => {
    await using made = await account();
    await made.email.send({ ...message, headers: { 'X-Order': '7' } });
    expect(made.server.received[0]?.headers.has('x-order')).toBe(false);
    expect(made.fake.accepted[0]?.headers).toEqual({ 'X-Order': '7' });
  });

  it('has headers of ours neither on the wire nor in the mail', async () => {
    await using made = await account();
    await made.email.send(message);
    const [request] = made.server.received;
    expect([...(request?.headers.keys() ?? [])].filter((name) => name.includes('patchbay'))).toEqual([]);
    expect(request?.text).not.toContain('attempt');
    expect(made.fake.log[0]?.ignored).toEqual([]);
  });

  it.each(['Authorization', 'On-Behalf-Of', 'X-SG-EID'])(
    'cannot be taken over by a header %s',
    async (name) => {
      await using made = await account();
      const sent = made.email.send({ ...message, headers: { [name]: 'Bearer SG.evil' } });
      await expect(sent).rejects.toMatchObject({ code: 'invalid_request', outcome: 'not_applied' });
      expect(made.server.received).toEqual([]);
    },
  );

  it('is not made for a line break in a header', async () => {
    await using made = await account();
    const sent = made.email.send({ ...message, headers: { 'X-Order': '7\r\nBcc: evil@example.com' } });
    await expect(sent).rejects.toMatchObject({ code: 'invalid_request' });
    expect(made.server.received).toEqual([]);
  });

  it('goes to the base URL: the SDK sets it back when it is given the key', async () => {
    const seen: string[] = [];
    const answering: typeof fetch = async (input) => {
      seen.push(new URL(input instanceof Request ? input.url : input).host);
      return new Response(null, { status: 202, headers: { 'x-message-id': 'abc' } });
    };
    const transport = { fetch: answering };
    for (const options of [
      { baseUrl: 'http://mail.test' },
      { region: 'eu' as const, baseUrl: undefined },
      { baseUrl: undefined },
    ]) {
      const { baseUrl, ...rest } = options;
      const { sendgridEmail } = await import('@patchbay/email-sendgrid');
      await sendgridEmail({ apiKey, ...rest, ...(baseUrl !== undefined && { baseUrl }) }, { transport }).send(
        message,
      );
    }
    expect(seen).toEqual(['mail.test', 'api.eu.sendgrid.com', 'api.sendgrid.com']);
  });

  it('is not repeated by a redirect, under our policy or past it', async () => {
    await using made = await account();
    made.server.fault({ kind: 'redirectLoop', times: Number.POSITIVE_INFINITY });
    await expect(made.email.send(message)).rejects.toMatchObject({ outcome: 'unknown' });
    const { mail } = await made.email.native();
    await expect(mail.send({ ...message })).rejects.toThrow(/307/);
    expect(made.server.received).toHaveLength(2);
  });
});

describe('a refusal', () => {
  it('ends the call in a folder like c++ too, where the SDK’s own error cannot be made', async () => {
    vi.spyOn(process, 'cwd').mockReturnValue('/home/ada/c++');
    await using made = await account({ verifiedSenders: ['unverified.example'] });
    await expect(made.email.send(message)).rejects.toMatchObject({ reason: 'sender_not_verified' });
  });

  it('has the fields of the SDK’s error for those who use its clients', async () => {
    await using made = await account();
    const { client } = await made.email.native();
    const body = { errors: [{ message: 'invalid batch id' }] };
    await expect(client.request({ url: '/v3/mail/batch/unknown' })).rejects.toMatchObject({
      code: 400,
      response: { headers: { 'content-type': 'application/json' }, body },
    });
  });
});

describe('what is given', () => {
  it('may be frozen, and is not written into', async () => {
    await using made = await account();
    const given = deepFreeze({
      ...message,
      to: [{ email: 'ada@example.com', name: 'Ada' }],
      template: undefined,
      metadata: { order: '7' },
      tags: ['receipt'],
    });
    const { template: _none, ...mail } = given;
    const before = JSON.stringify(mail);
    await made.email.send(Object.freeze(mail));
    expect(JSON.stringify(mail)).toBe(before);
  });

  it('may be bytes: the SDK takes base64 only, and breaks bytes that are inline', async () => {
    await using made = await account();
    const content = Uint8Array.from({ length: 256 }, (_, index) => index);
    const png = { filename: 'a.png', contentType: 'image/png', content };
    await made.email.send({ ...message, attachments: [png, { ...png, contentId: 'logo' }] });
    const attachments = made.fake.accepted[0]?.attachments ?? [];
    expect(attachments.map(({ bytes }) => [...bytes])).toEqual([[...content], [...content]]);
  });

  it('keeps the id of an inline file: the SDK would send it under a name that SendGrid ignores', async () => {
    await using made = await account();
    const logo = {
      filename: 'a.png',
      contentType: 'image/png',
      content: new Uint8Array([1]),
      contentId: 'logo',
    };
    await made.email.send({ ...message, html: '<img src="cid:logo">', attachments: [logo] });
    expect(made.fake.accepted[0]?.attachments).toMatchObject([{ disposition: 'inline', contentId: 'logo' }]);
  });

  it('keeps what is false, empty or zero', async () => {
    await using made = await account();
    const data = { count: 0, isNew: false, note: '', nested: { none: null } };
    const template = { id: `d-${'0'.repeat(32)}`, data };
    const tracking = { opens: false, clicks: false };
    await made.email.send({ from: message.from, to: message.to, template, tracking, metadata: { note: '' } });
    const [mail] = made.fake.accepted;
    expect(mail?.template?.data).toEqual(data);
    expect(mail?.customArgs).toEqual({ note: '' });
    expect(mail?.tracking).toEqual({ open_tracking: { enable: false }, click_tracking: { enable: false } });
  });

  it('keeps names as they are: the SDK turns keys into snake case', async () => {
    await using made = await account();
    const metadata = { orderId: '7', 'Order-Line': '1', customArgs: 'x' };
    const data = { firstName: 'Ada', listOfItems: [{ itemName: 'Postcard' }] };
    const template = { id: `d-${'0'.repeat(32)}`, data };
    await made.email.send({
      from: message.from,
      to: message.to,
      template,
      metadata,
      headers: { 'X-orderId': '7' },
    });
    const [mail] = made.fake.accepted;
    expect([mail?.customArgs, mail?.template?.data, mail?.headers]).toEqual([
      metadata,
      data,
      { 'X-orderId': '7' },
    ]);
  });

  it('may have several reply addresses', async () => {
    await using made = await account();
    await made.email.send({ ...message, replyTo: ['a@example.com', 'B <b@example.com>'] });
    expect(made.fake.accepted[0]?.replyTo).toEqual([
      { email: 'a@example.com' },
      { email: 'b@example.com', name: 'B' },
    ]);
  });

  it('may be a name with a comma, to which SendGrid delivers nothing if it is bare', async () => {
    await using made = await account();
    await made.email.send({ ...message, to: { email: 'ada@example.com', name: 'Lovelace, Ada' } });
    expect(made.fake.accepted[0]?.recipients[0]?.status).toBe('processed');
  });

  it('may be for several people: one bad mail does not take the others along', async () => {
    await using made = await account({ verifiedSenders: ['example.com'] });
    const results = [];
    const bad = { ...message, from: 'shop@unverified.example' };
    for await (const result of made.email.sendMany([message, bad, message])) results.push(result);
    expect(results.filter(({ ok }) => ok)).toHaveLength(2);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      index: 1,
      error: { reason: 'sender_not_verified' },
    });
  });

  it('may be checked only: a mail in the sandbox is not sent, and has no id of SendGrid', async () => {
    await using made = await account();
    const vendor = { mailSettings: { sandboxMode: { enable: true } } };
    await expect(made.email.send({ ...message, vendor })).resolves.toMatchObject({ id: 'sandbox' });
    expect(made.fake.accepted).toEqual([]);
  });
});

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
