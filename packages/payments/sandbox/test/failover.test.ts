import { failover, processMemory } from '@patchbay/core/failover';
import { signWebhook } from '@patchbay/core/webhook';
import { money, payments } from '@patchbay/payments';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { describe, expect, it } from 'vitest';

const secrets = { north: 'failover-secret-north', south: 'failover-secret-south' } as const;

function member(name: keyof typeof secrets) {
  return sandboxPayments({ webhookSecret: secrets[name], publicUrl: `https://shop.test/${name}` }, { name });
}

function makeGroup() {
  const members = [member('north'), member('south')] as const;
  return { members, group: failover(payments, members, { memory: processMemory() }) };
}

const charge = { amount: money(1200, 'EUR'), paymentMethodId: 'south:pm_success' };

describe('two accounts of payments in a group', () => {
  it('refund where the charge was, whatever the order is', async () => {
    const { group, members } = makeGroup();
    const payment = await group.create(charge, { idempotencyKey: 'order-7' });
    expect(payment.id).toMatch(/^south:/);
    const refund = await group.refunds.create({ paymentId: payment.id }, { idempotencyKey: 'refund-7' });
    expect(refund).toMatchObject({ paymentId: payment.id, status: 'succeeded' });
    expect((await (await members[0].native()).books()).charges).toBe(0);
    expect((await (await members[1].native()).books()).refunds).toBe(1);
  });

  it('believe a webhook of either, and say whose it is', async () => {
    const { group, members } = makeGroup();
    const { id } = await group.create(charge, { idempotencyKey: 'order-7' });
    const [event] = await (await members[1].native()).events();
    const body = new TextEncoder().encode(JSON.stringify(event));
    const now = Math.floor(Date.now() / 1000);
    const headers = new Headers({ 'patchbay-signature': await signWebhook(body, secrets.south, now) });
    const webhook = { body, headers, url: 'https://shop.test/webhooks' };
    const [received] = await group.webhooks.receive(webhook);
    expect(received).toMatchObject({ subject: { kind: 'payment', id } });
    const forged = { ...webhook, body: new Uint8Array([...body, 32]) };
    await expect(group.webhooks.receive(forged)).rejects.toMatchObject({
      code: 'webhook_rejected',
      reason: 'signature_invalid',
    });
  });

  it('serve the pages of both', async () => {
    const { group, members } = makeGroup();
    const { id } = await members[1].checkout.create(
      {
        mode: 'payment',
        items: [{ name: 'Tea', quantity: 1, unitAmount: money(300, 'EUR') }],
        successUrl: 'https://shop.test/thanks',
        cancelUrl: 'https://shop.test/cart',
      },
      { idempotencyKey: 'page-7' },
    );
    const { url = '' } = await group.checkout.get(`south:${id}`);
    expect((await group.pages(new Request(url)))?.status).toBe(200);
    expect(await group.pages(new Request('https://shop.test/else'))).toBeUndefined();
  });
});
