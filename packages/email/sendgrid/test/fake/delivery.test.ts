import { describe, expect, it } from 'vitest';
import { connected, noon, order, send } from './requests.ts';

const hour = 3_600_000;

describe('suppressed recipients', () => {
  it.each([
    ['bounces', 'Bounced Address'],
    ['spam_reports', 'Spam Reporting Address'],
    ['invalid_emails', 'Invalid'],
    ['unsubscribes', 'Unsubscribed Address'],
  ] as const)('on the list %s are accepted, then dropped: %s', async (list, reason) => {
    await using account = await connected();
    account.fake.suppress(list, 'Ada@Example.com');
    const [answer] = await account.mail.send({ ...order, cc: 'bob@example.com' });

    expect(answer.statusCode).toBe(202);
    expect(account.fake.accepted[0]?.recipients).toMatchObject([
      { email: 'ada@example.com', status: 'dropped', reason },
      { email: 'bob@example.com', status: 'processed' },
    ]);
    expect(account.fake.events[0]).toMatchObject({ event: 'dropped', reason, status: '5.0.0' });
  });

  it('of blocks are listed but still get mail', async () => {
    await using account = await connected();
    account.fake.suppress('blocks', order.to);
    await account.mail.send(order);
    expect(account.fake.events).toMatchObject([{ event: 'processed' }]);
  });

  it('of an unsubscribe group are dropped only from mail of this group', async () => {
    await using account = await connected({ unsubscribeGroups: [7, 8] });
    account.fake.suppress('group:7', order.to);
    await account.mail.send({ ...order, asm: { groupId: 7 } });
    await account.mail.send({ ...order, asm: { groupId: 8 } });
    expect(account.fake.events.map(({ event }) => event)).toEqual(['dropped', 'processed']);
  });

  it('get a mail that bypasses their list, and not one that bypasses another', async () => {
    await using account = await connected();
    account.fake.suppress('bounces', order.to);
    await account.mail.send({ ...order, mailSettings: { bypassListManagement: { enable: true } } });
    const bypass = { bypass_spam_management: { enable: true } };
    const personalizations = [{ to: [{ email: order.to }] }];
    const content = [{ type: 'text/plain', value: 'x' }];
    const body = {
      personalizations,
      from: { email: order.from },
      subject: 'x',
      content,
      mail_settings: bypass,
    };
    await account.client.request({ method: 'POST', url: '/v3/mail/send', body });
    expect(account.fake.events.map(({ event }) => event)).toEqual(['processed', 'dropped']);
  });
});

describe('scheduled mail', () => {
  const inAnHour = (noon + hour) / 1000;

  async function scheduled() {
    const account = await connected();
    const [, { batch_id: batchId }] = await account.client.request({ method: 'POST', url: '/v3/mail/batch' });
    await account.mail.send({ ...order, sendAt: inAnHour, batchId });
    const hold = (status: string) =>
      account.client.request({
        method: 'POST',
        url: '/v3/user/scheduled_sends',
        body: { batch_id: batchId, status },
      });
    const release = () =>
      account.client.request({ method: 'DELETE', url: `/v3/user/scheduled_sends/${batchId}` });
    return {
      ...account,
      batchId,
      hold,
      release,
      status: () => account.fake.accepted[0]?.recipients[0]?.status,
    };
  }

  it('waits for its time', async () => {
    await using account = await scheduled();
    expect(account.fake.runDue()).toBe(0);
    expect(account.status()).toBe('scheduled');
    account.pass(hour);
    expect(account.fake.runDue()).toBe(1);
    expect(account.fake.events).toMatchObject([{ event: 'processed', timestamp: inAnHour }]);
    expect(account.fake.runDue()).toBe(0);
  });

  it('in the past is sent at once', async () => {
    await using account = await connected();
    await account.mail.send({ ...order, sendAt: noon / 1000 - 60 });
    expect(account.fake.events).toMatchObject([{ event: 'processed' }]);
  });

  it('is discarded when its batch is cancelled, without an event', async () => {
    await using account = await scheduled();
    await account.hold('cancel');
    const [, holds] = await account.client.request({ method: 'GET', url: '/v3/user/scheduled_sends' });
    expect(holds).toEqual([{ batch_id: account.batchId, status: 'cancel' }]);
    account.pass(hour);
    account.fake.runDue();
    expect(account.status()).toBe('cancelled');
    expect(account.fake.events).toEqual([]);
  });

  it('that was cancelled in time stays cancelled when the batch is released too late', async () => {
    await using account = await scheduled();
    await account.hold('cancel');
    account.pass(2 * hour);
    await account.release();
    expect(account.status()).toBe('cancelled');
  });

  it('is kept while its batch is paused, and sent at once when released', async () => {
    await using account = await scheduled();
    await account.hold('pause');
    account.pass(2 * hour);
    expect(account.fake.runDue()).toBe(0);
    await account.release();
    expect(account.status()).toBe('processed');
  });

  it('holds mail for now back too', async () => {
    await using account = await scheduled();
    await account.hold('pause');
    await account.mail.send({ ...order, subject: 'Now', batchId: account.batchId });
    account.pass(hour / 2);
    await account.release();
    expect(account.fake.accepted.map(({ recipients }) => recipients[0]?.status)).toEqual([
      'scheduled',
      'processed',
    ]);
  });

  it('expires after three days of pause', async () => {
    await using account = await scheduled();
    await account.hold('pause');
    account.pass(74 * hour);
    account.fake.runDue();
    expect(account.status()).toBe('expired');
  });

  it('answers for a batch id until it is ten days old', async () => {
    await using account = await scheduled();
    const lookUp = () => account.client.request({ method: 'GET', url: `/v3/mail/batch/${account.batchId}` });
    await expect(lookUp()).resolves.toMatchObject([
      { statusCode: 200, body: { batch_id: account.batchId } },
      {},
    ]);
    account.pass(240 * hour);
    await expect(lookUp()).rejects.toMatchObject({ code: 400 });
  });
});

it('a reset forgets mails, events, lists and requests', async () => {
  await using account = await connected();
  account.fake.suppress('bounces', order.to);
  await account.mail.send(order);
  account.fake.reset();
  expect([account.fake.accepted, account.fake.events, account.fake.log]).toEqual([[], [], []]);
  const answer = await send(account.fake, { method: 'GET', path: '/v3/suppression/bounces' });
  expect(await answer.json()).toEqual([]);
});
