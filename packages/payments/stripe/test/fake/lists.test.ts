import type { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { connected } from './requests.ts';

const page: Stripe.Checkout.SessionCreateParams = {
  mode: 'setup',
  success_url: 'https://shop.example/ok',
  allowed_payment_method_types: ['card'],
};

describe('lists of the fake', () => {
  it('are of what was made since a moment', async () => {
    let now = Date.parse('2026-11-22T09:00:00Z');
    const { stripe } = connected({ now: () => now });
    const { id: customer } = await stripe.customers.create({});
    const { id: price } = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 500,
      recurring: { interval: 'month' },
      product_data: { name: 'Postcards' },
    });
    const makeAll = async (): Promise<readonly string[]> => {
      const items = [{ price }];
      const subscription = {
        customer,
        items,
        trial_period_days: 3,
        payment_behavior: 'default_incomplete',
      } as const;
      const made = [
        await stripe.setupIntents.create({ customer }),
        await stripe.checkout.sessions.create({ ...page, customer }),
        await stripe.subscriptions.create(subscription),
      ];
      return made.map(({ id }) => id);
    };
    await makeAll();
    now += 60_000;
    const latest = await makeAll();
    const created = { gte: now / 1000 };
    const listed = [
      await stripe.setupIntents.list({ created, customer }),
      await stripe.checkout.sessions.list({ created, customer, status: 'open' }),
      await stripe.subscriptions.list({ created, status: 'all' }),
    ];
    expect(listed.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(latest);
    expect((await stripe.checkout.sessions.list()).data).toHaveLength(2);
  });

  it('tell that a page has expired meanwhile', async () => {
    let now = Date.parse('2026-11-22T09:00:00Z');
    const { stripe } = connected({ now: () => now });
    await stripe.checkout.sessions.create(page);
    now += 25 * 3_600_000;
    expect((await stripe.checkout.sessions.list({ status: 'expired' })).data).toHaveLength(1);
    expect((await stripe.checkout.sessions.list({ status: 'open' })).data).toEqual([]);
  });

  it('refuse a filter that does not exist', async () => {
    const { stripe } = connected();
    const filter = { reference: 'order-7' };
    for (const list of [
      () => stripe.setupIntents.list(filter as object),
      () => stripe.checkout.sessions.list(filter as object),
    ]) {
      await expect(list()).rejects.toMatchObject({ code: 'parameter_unknown', param: 'reference' });
    }
  });
});
