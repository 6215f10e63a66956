import { setTimeout } from 'node:timers/promises';
import { vendorKey } from '@patchbay/core';
import { type SmtpEmail, smtpEmail } from '@patchbay/email-smtp';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, mailServer, type StoredMail } from '../support/mail-server.ts';
import { toMailbox } from '../support/mailbox.ts';
import { toWebhook } from '../support/reports.ts';
import { type Postfix, postfixProgram, startPostfix } from './postfix-server.ts';

const replies: Readonly<Record<string, string>> = {
  'nobody@elsewhere.example': '550 5.1.1 No such user here',
  'blocked@elsewhere.example': '554 5.7.1 Blocked by policy',
  'full@elsewhere.example': '452 4.2.2 Mailbox full',
};
const message = { from: 'Shop <orders@shop.example>', subject: 'Your order', text: 'Thank you.' };

describe.skipIf(missingProgram(postfixProgram))('Debian’s Postfix', { timeout: 120_000 }, () => {
  let next: MailServer;
  let postfix: Postfix;
  let email: SmtpEmail;
  beforeAll(async () => {
    next = await mailServer({ recipient: (address) => replies[address] });
    postfix = await startPostfix(next.port);
    email = smtpEmail({
      host: '127.0.0.1',
      port: postfix.port,
      requireTls: false,
      bounceAddress: 'bounces@shop.example',
      bounceSecret: 'postfix-bounce-secret-1',
      deliveryReports: true,
    });
  }, 60_000);
  afterAll(async () => {
    await email.close();
    await postfix[Symbol.asyncDispose]();
    await next[Symbol.asyncDispose]();
  });

  /** The first mail that came to the next server for this address, and that `isIt` says yes to. */
  async function arrived(
    address: string,
    isIt: (source: string) => boolean = () => true,
  ): Promise<StoredMail> {
    for (let tries = 0; tries < 2000; tries += 1) {
      const mail = next.mails.find(({ to, source }) => to.includes(address) && isIt(textOf(source)));
      if (mail !== undefined) return mail;
      await setTimeout(25);
    }
    throw new Error(`No such mail came for ${address}. Postfix says:\n${await postfix.log()}`);
  }

  /** Sends to one recipient, and gives the events of the report that comes back, as an application takes them in. */
  async function reported(to: string, action: string) {
    const idempotencyKey = crypto.randomUUID();
    const receipt = await email.send({ ...message, to }, { idempotencyKey });
    const back = `bounces+${receipt.id}@shop.example`;
    const { from, source } = await arrived(back, (text) => text.includes(`\nAction: ${action}`));
    expect(from).toBe('');
    const key = (await vendorKey(['email.send', '', idempotencyKey])).slice(0, 24);
    return { receipt, source, key, events: await email.webhooks.receive(toWebhook(source)) };
  }

  it('takes a mail and hands it on as it was written', async () => {
    const receipt = await email.send({ ...message, to: 'ada@elsewhere.example', subject: 'Grüße aus 東京' });
    expect(receipt.recipients).toMatchObject([{ email: 'ada@elsewhere.example', status: 'accepted' }]);
    const mail = await arrived('ada@elsewhere.example');
    const [accepted] = await toMailbox([mail]).accepted();
    expect(accepted).toMatchObject({
      id: receipt.id,
      envelopeFrom: `bounces+${receipt.id}@shop.example`,
      from: { email: 'orders@shop.example', name: 'Shop' },
      subject: 'Grüße aus 東京',
      text: 'Thank you.',
    });
  });

  it.each([
    ['nobody@elsewhere.example', 'hard', '550 5.1.1'],
    ['blocked@elsewhere.example', 'block', '554 5.7.1'],
  ])('bounces a mail to %s, and that becomes an event', async (recipient, kind, reply) => {
    const { receipt, key, events } = await reported(recipient, 'failed');
    const detail = expect.stringContaining(reply);
    expect(events).toMatchObject([
      {
        type: 'message.bounced',
        messageId: receipt.id,
        vendorKey: key,
        recipient,
        bounce: { kind, detail },
      },
    ]);
  });

  it('tells of a mail that waits, and then that it waited too long', async () => {
    const { events, receipt } = await reported('full@elsewhere.example', 'delayed');
    expect(events).toMatchObject([{ type: 'message.deferred', messageId: receipt.id }]);
    const back = `bounces+${receipt.id}@shop.example`;
    const { source } = await arrived(back, (text) => text.includes('\nAction: failed'));
    expect(await email.webhooks.receive(toWebhook(source))).toMatchObject([
      { type: 'message.bounced', messageId: receipt.id, bounce: { kind: 'soft' } },
    ]);
  });

  it('tells of a mail that it handed on, where that was asked for', async () => {
    const { events, receipt, key } = await reported('grace@elsewhere.example', 'relayed');
    const about = { messageId: receipt.id, vendorKey: key, recipient: 'grace@elsewhere.example' };
    expect(events).toMatchObject([{ type: 'message.delivered', ...about }]);
  });

  it('sends no report that could be made to tell of another mail', async () => {
    const { source, receipt } = await reported('nobody@elsewhere.example', 'failed');
    const another = `${receipt.id.startsWith('0') ? '1' : '0'}${receipt.id.slice(1)}`;
    const receiving = email.webhooks.receive(toWebhook(textOf(source).replaceAll(receipt.id, another)));
    await expect(receiving).rejects.toMatchObject({ code: 'webhook_rejected', reason: 'signature_invalid' });
  });
});

function textOf(source: Uint8Array): string {
  return new TextDecoder().decode(source);
}
