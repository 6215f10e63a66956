import { inspect } from 'node:util';
import { unwrap } from '@patchbay/core';
import { closedPort } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { account, apiKey, message, start } from './support/account.ts';

describe('an answer that is lost', () => {
  it('does not make us send a mail again: SendGrid knows no idempotency keys', async () => {
    await using made = await account();
    made.server.fault({ kind: 'resetAfter' });
    const result = await made.settle(made.email.send(message, { idempotencyKey: 'order-7' }));
    const reason = { code: 'network', outcome: 'unknown', retryable: false };
    expect(result).toMatchObject({ status: 'rejected', reason });
    expect(made.fake.accepted).toHaveLength(1);
  });

  it('does not make us schedule a mail again; its batch id alone may be asked for twice', async () => {
    await using made = await account();
    made.server.fault({ kind: 'resetAfter' });
    const sendAt = new Date(start + 3_600_000);
    const result = await made.settle(made.email.send({ ...message, sendAt }));
    expect(result.status).toBe('fulfilled');
    expect(made.server.received.map(({ target }) => target)).toEqual([
      '/v3/mail/batch',
      '/v3/mail/batch',
      '/v3/mail/send',
    ]);
    expect(made.fake.accepted).toHaveLength(1);
  });

  it('of a removal is asked for again: the address is free all the same', async () => {
    await using made = await account();
    made.fake.suppress('bounces', 'ada@example.com');
    made.server.fault({ kind: 'resetAfter', match: ({ method }) => method === 'DELETE' });
    const removed = await made.settle(made.email.suppressions.remove('ada@example.com'));
    expect(removed.status).toBe('fulfilled');
    await expect(made.email.suppressions.get('ada@example.com')).resolves.toEqual([]);
  });
});

describe('an error', () => {
  it('does not show the API key: axios keeps it in the error of a broken connection', async () => {
    await using made = await account({}, { baseUrl: await closedPort() }, { policy: { retry: false } });
    const error: unknown = await made.email.send(message).catch((thrown: unknown) => thrown);
    const raw = unwrap(error);
    const printed = [error, raw].map(
      (one) => `${inspect(one, { depth: 20, showHidden: true })} ${JSON.stringify(one)}`,
    );
    expect(error).toMatchObject({ code: 'network', outcome: 'not_applied' });
    expect(printed.filter((text) => text.includes(apiKey))).toEqual([]);
  });

  it('tells used up credits from a wrong key, which have the same status', async () => {
    await using made = await account({ credits: 0 });
    await expect(made.email.send(message)).rejects.toMatchObject({
      code: 'quota_exceeded',
      reason: 'credits_exceeded',
      outcome: 'not_applied',
    });
  });

  it('of a rate limit says how long to wait, from the time at which the limit ends', async () => {
    await using made = await account({ rateLimit: { requests: 1, windowSeconds: 7 } });
    await made.email.suppressions.list({ reason: 'bounced' }).page();
    const again = await made.settle(made.email.suppressions.list({ reason: 'bounced' }).page());
    expect(again.status).toBe('fulfilled');
    expect(again.elapsedMs).toBeGreaterThanOrEqual(7000);
  });
});

describe('a scheduled mail', () => {
  const sendAt = new Date(start + 3_600_000);

  it('can be taken back, also when somebody has paused it', async () => {
    await using made = await account();
    const { id } = await made.email.send({ ...message, sendAt });
    const { client } = await made.email.native();
    const body = { batch_id: id.split('.')[0], status: 'pause' };
    await client.request({ method: 'POST', url: '/v3/user/scheduled_sends', body });
    await made.email.schedule.cancel(id);
    await made.clock.advance(4_000_000);
    made.fake.runDue();
    expect(made.fake.accepted[0]?.recipients[0]?.status).toBe('cancelled');
  });

  it('that has left is not said to be taken back: SendGrid would say so', async () => {
    await using made = await account();
    const { id } = await made.email.send({ ...message, sendAt });
    await made.clock.advance(3_600_000);
    await expect(made.email.schedule.cancel(id)).rejects.toMatchObject({
      code: 'precondition_failed',
      reason: 'already_sent',
    });
  });

  it('is known to its events by the id of its receipt', async () => {
    await using made = await account();
    await using receiver = await account({}, { webhookPublicKey: await made.fake.publicKey() });
    const { id } = await made.email.send({ ...message, sendAt, reference: 'order-7' });
    await made.clock.advance(3_600_000);
    made.fake.runDue();
    const [event] = await receiver.email.webhooks.receive(
      await made.fake.sign(made.fake.events, { timestamp: start / 1000 }),
    );
    expect(event).toMatchObject({
      type: 'message.accepted',
      messageId: id,
      reference: 'order-7',
      metadata: {},
    });
  });
});

describe('suppressions', () => {
  it('of five lists are one list, whatever the size of its pages', async () => {
    await using made = await account();
    for (const list of ['bounces', 'blocks', 'invalid_emails', 'spam_reports', 'unsubscribes'] as const)
      for (const name of ['a', 'b']) made.fake.suppress(list, `${name}@${list.replace('_', '-')}.example`);
    for (const limit of [1, 2, 3, 500]) {
      const found = [];
      for await (const { reason, email } of made.email.suppressions.list({}, { limit }))
        found.push(`${reason} ${email}`);
      expect(new Set(found).size).toBe(10);
      expect(found).toHaveLength(10);
    }
  });

  it('of an address are looked for in every list', async () => {
    await using made = await account();
    made.fake.suppress('bounces', 'ada@example.com', { reason: 'unknown', status: '5.1.1' });
    await made.email.suppressions.add({ email: 'ada@example.com' });
    const found = await made.email.suppressions.get('ada@example.com');
    expect(found.map(({ reason }) => reason)).toEqual(['bounced', 'unsubscribed']);
    await made.email.suppressions.remove({ email: 'ada@example.com', reason: 'bounced' });
    await expect(made.email.suppressions.get('ada@example.com')).resolves.toMatchObject([
      { reason: 'unsubscribed' },
    ]);
  });

  it('that SendGrid writes itself cannot be added, and nothing is asked', async () => {
    await using made = await account();
    const added = made.email.suppressions.add({ email: 'ada@example.com', reason: 'bounced' });
    await expect(added).rejects.toMatchObject({ code: 'unsupported', outcome: 'not_applied' });
    expect(made.server.received).toEqual([]);
  });
});

describe('the native clients', () => {
  it('under our policy are bound to their attempt', async () => {
    await using made = await account();
    made.server.fault({ kind: 'status', status: 503 });
    const rules = { repeat: 'safe' } as const;
    const call = made.email.use('scopes', rules, async (sendgrid, attempt) => {
      const [{ body }] = await sendgrid.withAttempt(attempt).client.request({ url: '/v3/scopes' });
      return body;
    });
    await expect(made.settle(call)).resolves.toMatchObject({ status: 'fulfilled' });
    expect(made.server.received).toHaveLength(2);
  });
});
