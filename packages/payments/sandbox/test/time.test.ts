import { IntegrationError } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { cart, euros, openShop } from './support/shop.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('what time brings', () => {
  it('lets go of an authorization that nobody captured for seven days', async () => {
    await using shop = await openShop();
    const { id } = await shop.pay({ capture: 'manual' });
    await shop.clock.advance(7 * day);
    expect(await shop.payments.get(id)).toMatchObject({ status: 'expired', capturable: { minor: 0 } });
    const late = await shop.payments.capture(id, shop.once()).catch((error: unknown) => error);
    expect(IntegrationError.is(late, 'precondition_failed', 'authorization_expired')).toBe(true);
  });

  it('keeps what was captured in part when the rest lapses', async () => {
    await using shop = await openShop();
    const { id } = await shop.pay({ capture: 'manual' });
    await shop.payments.capture({ id, amount: euros(500), final: false }, shop.once());
    await shop.clock.advance(7 * day);
    expect(await shop.payments.get(id)).toMatchObject({ status: 'captured', captured: euros(500) });
  });

  it('closes a hosted page at its time, with the payment that was declined on it', async () => {
    await using shop = await openShop();
    const expiresAt = new Date(shop.clock.now() + hour);
    const { id, url = '' } = await shop.payments.checkout.create({ ...cart, expiresAt }, shop.once());
    await shop.payer.submit(url, { method: 'pm_declined' });
    await shop.clock.advance(hour);
    const { status, paymentId = '' } = await shop.payments.checkout.get(id);
    expect(status).toBe('expired');
    expect(await shop.payments.get(paymentId)).toMatchObject({ status: 'canceled' });
    expect((await shop.payer.load(url)).html).toContain('This page has expired');
  });

  it('refuses a page that would be closed before it opens', async () => {
    await using shop = await openShop();
    const expiresAt = new Date(shop.clock.now());
    const refused = await shop.payments.checkout
      .create({ ...cart, expiresAt }, shop.once())
      .catch((error: unknown) => error);
    expect(IntegrationError.is(refused, 'invalid_request', 'parameter_invalid')).toBe(true);
  });

  it('sends a refund back after five seconds, and the money can be refunded again', async () => {
    await using shop = await openShop();
    const { id: paymentId } = await shop.pay({ paymentMethodId: 'pm_refund_fails' });
    const refund = await shop.payments.refunds.create({ paymentId }, shop.once());
    expect(refund.status).toBe('pending');
    await shop.clock.advance(5000);
    expect(await shop.payments.refunds.get(refund.id)).toMatchObject({ status: 'failed' });
    expect(await shop.payments.get(paymentId)).toMatchObject({ refunded: { minor: 0 } });
    expect(await shop.payments.refunds.create({ paymentId }, shop.once())).toMatchObject({
      amount: euros(1200),
    });
  });

  it('forgets an idempotency key after 24 hours, not before', async () => {
    await using shop = await openShop();
    const key = { idempotencyKey: 'order-1' };
    const input = { amount: euros(100), paymentMethodId: 'pm_success' };
    const first = await shop.payments.create(input, key);
    await shop.clock.advance(24 * hour - 1);
    expect((await shop.payments.create(input, key)).id).toBe(first.id);
    await shop.clock.advance(1);
    expect((await shop.payments.create(input, key)).id).not.toBe(first.id);
  });

  it('ends a subscription at the end of its period when that was asked for', async () => {
    await using shop = await openShop();
    const { id: customerId } = await shop.payments.customers.create({});
    const input = { customerId, planId: 'plan_basic', paymentMethodId: 'pm_success' };
    const { id } = await shop.payments.subscriptions.create(input, shop.once());
    await shop.payments.subscriptions.cancel({ id, when: 'period_end' }, shop.once());
    await shop.clock.advance(32 * day);
    expect(await shop.payments.subscriptions.get(id)).toMatchObject({ status: 'canceled' });
  });
});
