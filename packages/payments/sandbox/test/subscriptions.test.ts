import { describe, expect, it } from 'vitest';
import { openShop } from './support/shop.ts';

const halfOfJanuary = (31 / 2) * 86_400_000;

describe('subscriptions', () => {
  it('bills half the difference with the next period when the plan changes mid-period', async () => {
    await using shop = await subscribed();
    await shop.clock.advance(halfOfJanuary);
    await shop.payments.subscriptions.change({ id: shop.id, planId: 'plan_plus' }, shop.once());
    await shop.sandbox.renew(shop.id);
    expect(await shop.amounts()).toEqual([500, 1500 + 500]);
  });

  it('bills half the difference at once when asked to', async () => {
    await using shop = await subscribed();
    await shop.clock.advance(halfOfJanuary);
    const change = { id: shop.id, planId: 'plan_plus', proration: 'charge_now' } as const;
    await shop.payments.subscriptions.change(change, shop.once());
    await shop.sandbox.renew(shop.id);
    expect(await shop.amounts()).toEqual([500, 500, 1500]);
  });

  it('bills no difference when told not to', async () => {
    await using shop = await subscribed();
    await shop.clock.advance(halfOfJanuary);
    await shop.payments.subscriptions.change(
      { id: shop.id, planId: 'plan_plus', proration: 'none' },
      shop.once(),
    );
    await shop.sandbox.renew(shop.id);
    expect(await shop.amounts()).toEqual([500, 1500]);
  });

  it('sets credit off against the next periods', async () => {
    await using shop = await subscribed({ planId: 'plan_plus' });
    await shop.payments.subscriptions.change({ id: shop.id, planId: 'plan_basic' }, shop.once());
    for (let month = 1; month <= 3; month += 1) await shop.sandbox.renew(shop.id);
    // A whole month of Plus is worth EUR 10.00 more than one of Basic: two months of Basic are free.
    expect(await shop.amounts()).toEqual([1500, 500]);
  });

  it('is past due when a renewal is declined, and active again when the payer pays', async () => {
    await using shop = await subscribed();
    const { paymentMethodId } = await declineFromNowOn(shop);
    await shop.sandbox.renew(shop.id);
    expect(await shop.payments.subscriptions.get(shop.id)).toMatchObject({ status: 'past_due' });
    expect(await shop.eventTypes()).toContain('subscription.payment_failed');
    const [last] = (await shop.payments.list().page()).items;
    expect(last).toMatchObject({ status: 'failed', paymentMethodId });
    await shop.payments.confirm({ id: last?.id ?? '', paymentMethodId: 'pm_success' }, shop.once());
    expect(await shop.payments.subscriptions.get(shop.id)).toMatchObject({ status: 'active' });
  });

  it('is past due when its card was forgotten', async () => {
    await using shop = await subscribed();
    const [method] = (await shop.payments.methods.list({ customerId: shop.customerId }).page()).items;
    await shop.payments.methods.detach(method?.id ?? '');
    await shop.sandbox.renew(shop.id);
    expect(await shop.payments.subscriptions.get(shop.id)).toMatchObject({ status: 'past_due' });
    expect(await shop.amounts()).toEqual([500, 0]);
  });

  it('starts once the payer has approved the first payment', async () => {
    await using shop = await subscribed({ paymentMethodId: 'pm_authenticate' });
    expect(await shop.payments.subscriptions.get(shop.id)).toMatchObject({ status: 'incomplete' });
    const [{ nextAction } = {}] = (await shop.payments.list().page()).items;
    await shop.payer.submit(nextAction?.type === 'redirect' ? nextAction.url : '', { verdict: 'approve' });
    expect(await shop.payments.subscriptions.get(shop.id)).toMatchObject({ status: 'active' });
    await shop.sandbox.renew(shop.id);
    expect(await shop.amounts()).toEqual([500, 500]);
  });

  it('takes no money while it is paused', async () => {
    await using shop = await subscribed();
    await shop.payments.subscriptions.pause(shop.id, shop.once());
    await shop.sandbox.renew(shop.id);
    expect(await shop.amounts()).toEqual([500]);
  });

  it('ends with its customer', async () => {
    await using shop = await subscribed();
    await shop.payments.customers.delete(shop.customerId);
    expect(await shop.payments.subscriptions.get(shop.id)).toMatchObject({ status: 'canceled' });
  });

  it('keeps the last day of the month', async () => {
    const endOfJanuary = Date.UTC(2026, 0, 31, 12);
    await using shop = await openShop();
    await shop.clock.advance(endOfJanuary - shop.clock.now());
    const { id: customerId } = await shop.payments.customers.create({});
    const input = { customerId, planId: 'plan_basic', paymentMethodId: 'pm_success' };
    const { currentPeriodEnd } = await shop.payments.subscriptions.create(input, shop.once());
    expect(currentPeriodEnd).toEqual(new Date(Date.UTC(2026, 1, 28, 12)));
  });
});

async function subscribed({ planId = 'plan_basic', paymentMethodId = 'pm_success' } = {}) {
  const shop = await openShop();
  const { id: customerId } = await shop.payments.customers.create({ name: 'Ada' });
  const { id } = await shop.payments.subscriptions.create(
    { customerId, planId, paymentMethodId },
    shop.once(),
  );
  /** What was charged, oldest first. */
  const amounts = async (): Promise<readonly number[]> => {
    const { items } = await shop.payments.list().page();
    return items.map(({ captured }) => captured.minor).toReversed();
  };
  return { ...shop, id, customerId, amounts };
}

/** From now on the bank refuses what the subscription is paid with. */
async function declineFromNowOn({ sandbox, id }: Awaited<ReturnType<typeof subscribed>>) {
  const paymentMethodId = 'pm_insufficient_funds';
  await sandbox.transact(({ ledger }) => Object.assign(ledger.get('subscription', id), { paymentMethodId }));
  return { paymentMethodId };
}
