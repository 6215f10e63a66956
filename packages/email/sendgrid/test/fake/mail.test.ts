import { describe, expect, it } from 'vitest';
import { connected, noon, order } from './requests.ts';

const welcome = 'd-0123456789abcdef0123456789abcdef';

// The SDK declares `contentId` but sends it as it is, and SendGrid reads `content_id` only.
const logo = {
  content: 'aGk=',
  filename: 'logo.png',
  type: 'image/png',
  disposition: 'inline',
  content_id: 'logo',
};

describe('a mail sent with the SDK', () => {
  it('is accepted with an empty answer and an id that its events carry', async () => {
    await using account = await connected();
    const [answer] = await account.mail.send(order);
    const id: string = answer.headers['x-message-id'];

    expect(answer.statusCode).toBe(202);
    expect(answer.body).toBe('');
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(account.fake.accepted).toMatchObject([
      { messageId: id, subject: 'Your order', text: 'Thank you.' },
    ]);
    expect(account.fake.events).toMatchObject([
      {
        event: 'processed',
        email: order.to,
        timestamp: noon / 1000,
        sg_message_id: expect.stringMatching(`^${id}\\.`),
      },
    ]);
  });

  it('arrives whole: addresses, both bodies, headers, attachments as bytes, categories, arguments', async () => {
    await using account = await connected({ unsubscribeGroups: [7], ipPools: ['orders'] });
    await account.mail.send({
      ...order,
      to: { email: 'ada@example.com', name: 'Ada' },
      cc: 'bob@example.com',
      bcc: 'eve@example.com',
      replyToList: [{ email: 'help@example.com' }, { email: 'desk@example.com' }],
      html: '<p>Thank you.</p>',
      headers: { 'X-Order': '17' },
      attachments: [{ content: 'AP+A', filename: 'bill.pdf', type: 'application/pdf' }, logo],
      categories: ['order'],
      customArgs: { order: '17' },
      asm: { groupId: 7 },
      ipPoolName: 'orders',
    });

    expect(account.fake.accepted).toMatchObject([
      {
        from: { email: 'shop@example.com' },
        replyTo: [{ email: 'help@example.com' }, { email: 'desk@example.com' }],
        recipients: [
          { kind: 'to', email: 'ada@example.com', name: 'Ada', status: 'processed' },
          { kind: 'cc', email: 'bob@example.com' },
          { kind: 'bcc', email: 'eve@example.com' },
        ],
        html: '<p>Thank you.</p>',
        headers: { 'X-Order': '17' },
        attachments: [
          { filename: 'bill.pdf', disposition: 'attachment', bytes: Uint8Array.of(0, 255, 128) },
          { filename: 'logo.png', disposition: 'inline', contentId: 'logo' },
        ],
        categories: ['order'],
        customArgs: { order: '17' },
        unsubscribeGroup: 7,
        ipPool: 'orders',
      },
    ]);
  });

  it('to several personalizations is one mail each, with one id', async () => {
    await using account = await connected();
    await account.mail.send({
      ...order,
      customArgs: { shop: 'a', order: '0' },
      personalizations: [
        {
          to: 'ada@example.com',
          subject: 'Order 1',
          customArgs: { order: '1' },
          headers: { 'X-Order': '1' },
        },
        { to: 'bob@example.com' },
      ],
    });

    const [first, second] = account.fake.accepted;
    expect(first).toMatchObject({
      subject: 'Order 1',
      customArgs: { shop: 'a', order: '1' },
      headers: { 'X-Order': '1' },
    });
    expect(second).toMatchObject({
      subject: 'Your order',
      customArgs: { shop: 'a', order: '0' },
      headers: {},
    });
    expect(second?.messageId).toBe(first?.messageId);
  });

  it('in sandbox mode is checked, answered with 200, and goes nowhere', async () => {
    await using account = await connected();
    const sandbox = { mailSettings: { sandboxMode: { enable: true } } };
    const [answer] = await account.mail.send({ ...order, ...sandbox });

    expect(answer.statusCode).toBe(200);
    await expect(account.mail.send({ ...order, ...sandbox, subject: '' })).rejects.toMatchObject({
      code: 400,
    });
    expect(account.fake.accepted).toEqual([]);
    expect(account.fake.events).toEqual([]);
  });

  it('with a template needs neither subject nor content, and keeps the data', async () => {
    await using account = await connected({ templates: [{ id: welcome, name: 'Welcome' }] });
    const { to, from } = order;
    await account.mail.send({ to, from, templateId: welcome, dynamicTemplateData: { name: 'Ada' } });

    expect(account.fake.accepted).toMatchObject([{ template: { id: welcome, data: { name: 'Ada' } } }]);
    expect(account.fake.accepted[0]?.recipients[0]?.status).toBe('processed');
  });

  it('with a template that does not exist is accepted, then dropped', async () => {
    await using account = await connected();
    const { to, from } = order;
    const [answer] = await account.mail.send({
      to,
      from,
      templateId: welcome,
      dynamicTemplateData: { a: 'b' },
    });

    expect(answer.statusCode).toBe(202);
    expect(account.fake.events).toMatchObject([{ event: 'dropped', reason: 'Invalid SMTPAPI header' }]);
  });

  it('to a name with a comma is accepted, then dropped, unless the name is quoted', async () => {
    await using account = await connected();
    await account.mail.send({ ...order, to: { email: 'ada@example.com', name: 'Lovelace, Ada' } });
    await account.mail.send({ ...order, to: { email: 'ada@example.com', name: '"Lovelace, Ada"' } });

    expect(account.fake.events).toMatchObject([
      { event: 'dropped', reason: 'Invalid' },
      { event: 'processed' },
    ]);
  });

  it('that is rejected shows the SDK a message, a field and a link, and is logged', async () => {
    await using account = await connected();
    await expect(account.mail.send({ ...order, to: 'ada' })).rejects.toMatchObject({
      code: 400,
      response: {
        body: {
          errors: [
            {
              message: 'Does not contain a valid address.',
              field: 'personalizations.0.to.0.email',
              help: expect.stringMatching(/#message\.personalizations\.to$/),
            },
          ],
        },
      },
    });
    expect(account.fake.log).toMatchObject([
      { method: 'POST', path: '/v3/mail/send', status: 400, at: noon, body: { subject: 'Your order' } },
    ]);
  });

  it('loses fields that SendGrid does not know, and the log names them', async () => {
    await using account = await connected();
    const attachments = [{ content: 'aGk=', filename: 'logo.png', contentId: 'logo' }];
    await account.mail.send({ ...order, attachments });
    expect(account.fake.log[0]).toMatchObject({ status: 202, ignored: ['attachments.0.contentId'] });
    expect(account.fake.accepted[0]?.attachments[0]).not.toHaveProperty('contentId');
  });

  it('costs one credit per recipient', async () => {
    await using account = await connected({ credits: 2 });
    await account.mail.send({ ...order, cc: 'bob@example.com' });
    await expect(account.mail.send(order)).rejects.toMatchObject({ code: 401 });
    expect(account.fake.accepted).toHaveLength(1);
  });
});
