import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { connected, submit } from './requests.ts';

async function club(method = 'pm_card_visa') {
  let now = Date.UTC(2026, 0, 31);
  const { fake, stripe } = connected({ now: () => now });
  const customer = await stripe.customers.create({ payment_method: method });
  const [saved] = (await stripe.customers.listPaymentMethods(customer.id)).data;
  const monthly = (amount: number, interval: 'month' | 'year' = 'month') =>
    stripe.prices.create({
      currency: 'usd',
      unit_amount: amount,
      recurring: { interval },
      product_data: { name: 'Club' },
    });
  const basic = await monthly(1000);
  const input = {
    customer: customer.id,
    items: [{ price: basic.id }],
    ...(saved ? { default_payment_method: saved.id } : {}),
  };
  const pass = (days: number) => {
    now += days * 86_400_000;
  };
  return { fake, stripe, customer, basic, input, monthly, pass };
}

function billed(fake: ReturnType<typeof connected>['fake']): number {
  return fake.ledger.totals('usd').captured;
}

describe('subscriptions through the real SDK', () => {
  it('charges the first period and each one after it', async () => {
    const { fake, stripe, input } = await club();
    const created = await stripe.subscriptions.create({ ...input, metadata: { plan: 'club' } });
    expect(created).toMatchObject({ status: 'active', metadata: { plan: 'club' } });
    const [item] = created.items.data;
    expect(new Date((item?.current_period_end ?? 0) * 1000).toISOString()).toBe('2026-02-28T00:00:00.000Z');

    fake.advanceSubscription(created.id);

    expect(billed(fake)).toBe(2000);
    const renewed = await stripe.subscriptions.retrieve(created.id, { expand: ['latest_invoice'] });
    expect(renewed.latest_invoice).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_cycle',
      amount_paid: 1000,
    });
    expect(fake.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'customer.subscription.created',
        'invoice.paid',
        'customer.subscription.updated',
      ]),
    );
  });

  it('a declined renewal makes it past due, and paying the invoice brings it back', async () => {
    const { fake, stripe, input, customer } = await club();
    const { id } = await stripe.subscriptions.create(input);
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    fake.advanceSubscription(id);
    const due = await stripe.subscriptions.retrieve(id);
    expect(due.status).toBe('past_due');
    expect(fake.events.map(({ type }) => type)).toContain('invoice.payment_failed');
    await stripe.invoices.pay(String(due.latest_invoice), {
      payment_method: String(input.default_payment_method),
    });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  });

  it('default_incomplete waits for the payer to confirm the first payment', async () => {
    const { stripe, input } = await club();
    const { default_payment_method: method, ...rest } = input;
    const made = await stripe.subscriptions.create({
      ...rest,
      payment_behavior: 'default_incomplete',
      expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
    });
    expect(made.status).toBe('incomplete');
    const invoice = made.latest_invoice as Stripe.Invoice;
    const secret = invoice.confirmation_secret?.client_secret ?? '';
    const [payment] = invoice.payments?.data ?? [];
    expect(secret.startsWith(String(payment?.payment.payment_intent))).toBe(true);
    await stripe.paymentIntents.confirm(String(payment?.payment.payment_intent), {
      payment_method: String(method),
    });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active');
  });

  it('a first payment that is declined leaves it incomplete, or leaves nothing if asked to fail', async () => {
    const { stripe, input } = await club('pm_card_chargeCustomerFail');
    expect((await stripe.subscriptions.create(input)).status).toBe('incomplete');
    await expect(
      stripe.subscriptions.create({ ...input, payment_behavior: 'error_if_incomplete' }),
    ).rejects.toMatchObject({ statusCode: 402 });
    expect((await stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1);
  });

  it('a first payment with 3-D Secure becomes active after approval', async () => {
    const { fake, stripe, input } = await club('pm_card_authenticationRequired');
    const made = await stripe.subscriptions.create({ ...input, expand: ['latest_invoice.payments'] });
    expect(made.status).toBe('incomplete');
    const intent = fake.ledger.payments[0]?.id ?? '';
    await submit(fake, `http://127.0.0.1:4010/3ds/${intent}`, { outcome: 'approve' });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active');
  });

  // Half of February has passed: 500 of the old 1000 unused, 1500 of the new 3000 still to come.
  it.each([
    { behavior: 'create_prorations', atOnce: 0, later: 4000 },
    { behavior: 'always_invoice', atOnce: 1000, later: 3000 },
    { behavior: 'none', atOnce: 0, later: 3000 },
  ] as const)('a plan change in the middle of the period: $behavior', async ({ behavior, atOnce, later }) => {
    const { fake, stripe, input, monthly, pass } = await club();
    const bigger = await monthly(3000);
    const { id, items } = await stripe.subscriptions.create(input);
    pass(14);
    const change = {
      items: [{ id: items.data[0]?.id ?? '', price: bigger.id }],
      proration_behavior: behavior,
    };
    await stripe.subscriptions.update(id, change);
    expect(billed(fake)).toBe(1000 + atOnce);
    fake.advanceSubscription(id);
    expect(billed(fake)).toBe(1000 + atOnce + later);
  });

  it('another interval starts a new period and bills it', async () => {
    const { fake, stripe, input, monthly } = await club();
    const yearly = await monthly(10_000, 'year');
    const { id, items } = await stripe.subscriptions.create(input);
    const changed = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', price: yearly.id }],
    });
    expect(billed(fake)).toBe(10_000);
    expect(new Date((changed.items.data[0]?.current_period_end ?? 0) * 1000).toISOString()).toBe(
      '2027-01-31T00:00:00.000Z',
    );
  });

  it('cancels at the period end, or at once', async () => {
    const { fake, stripe, input } = await club();
    const first = await stripe.subscriptions.create(input);
    const marked = await stripe.subscriptions.update(first.id, { cancel_at_period_end: true });
    expect(marked).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
      cancel_at: marked.items.data[0]?.current_period_end,
    });
    fake.advanceSubscription(first.id);
    expect((await stripe.subscriptions.retrieve(first.id)).status).toBe('canceled');
    const second = await stripe.subscriptions.create(input);
    expect((await stripe.subscriptions.cancel(second.id)).status).toBe('canceled');
    expect(fake.events.filter(({ type }) => type === 'customer.subscription.deleted')).toHaveLength(2);
    expect(billed(fake)).toBe(2000);
  });

  it('a trial is free, then charged; without a method it pauses if told so, and resumes', async () => {
    const { fake, stripe, input, customer } = await club();
    const trial = await stripe.subscriptions.create({ ...input, trial_period_days: 7 });
    expect([trial.status, billed(fake)]).toEqual(['trialing', 0]);
    fake.advanceSubscription(trial.id);
    expect([(await stripe.subscriptions.retrieve(trial.id)).status, billed(fake)]).toEqual(['active', 1000]);

    const { default_payment_method: method, ...rest } = input;
    const other = await stripe.subscriptions.create({
      ...rest,
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    });
    fake.advanceSubscription(other.id);
    expect((await stripe.subscriptions.retrieve(other.id)).status).toBe('paused');
    await stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: String(method) },
    });
    expect((await stripe.subscriptions.resume(other.id)).status).toBe('active');
    expect(billed(fake)).toBe(2000);
  });

  it('deleting the customer ends the subscription', async () => {
    const { stripe, input, customer } = await club();
    const { id } = await stripe.subscriptions.create(input);
    await stripe.customers.del(customer.id);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled');
  });

  it('paused collection renews without charging', async () => {
    const { fake, stripe, input } = await club();
    const { id } = await stripe.subscriptions.create(input);
    await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } });
    fake.advanceSubscription(id);
    expect(billed(fake)).toBe(1000);
    const { pause_collection } = await stripe.subscriptions.update(id, { pause_collection: '' });
    expect(pause_collection).toBeNull();
    fake.advanceSubscription(id);
    expect(billed(fake)).toBe(2000);
  });
});
