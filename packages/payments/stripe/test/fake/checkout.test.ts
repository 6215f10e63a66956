import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { connected, submit, visit } from './requests.ts';

const order: Stripe.Checkout.SessionCreateParams & { readonly success_url: string } = {
  mode: 'payment',
  success_url: 'http://127.0.0.1:3000/done?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://127.0.0.1:3000/cart',
  client_reference_id: 'order-9',
  line_items: [
    {
      quantity: 2,
      price_data: { currency: 'usd', unit_amount: 450, product_data: { name: 'Postcard "Alps" <3' } },
    },
  ],
};

describe('the hosted page', () => {
  it('shows the order, takes a card and sends the payer to the success URL', async () => {
    const { fake, stripe } = connected();
    const session = await stripe.checkout.sessions.create({
      ...order,
      payment_intent_data: { metadata: { order: '9' } },
    });
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 900,
      payment_intent: null,
    });
    const page = await (await visit(fake, session.url ?? '')).text();
    expect(page).toContain('Postcard &quot;Alps&quot; &lt;3');
    expect(page).toContain('$9.00');
    expect(page).toContain('href="http://127.0.0.1:3000/cart"');
    expect(page).not.toContain('<script');

    const done = await submit(fake, session.url ?? '', {
      card: '4242424242424242',
      email: 'ada@example.com',
    });

    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      `http://127.0.0.1:3000/done?session=${session.id}`,
    ]);
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent', 'line_items'],
    });
    expect(paid).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      client_reference_id: 'order-9',
      customer_details: { email: 'ada@example.com' },
      payment_intent: { status: 'succeeded', amount: 900, metadata: { order: '9' } },
      line_items: { data: [{ quantity: 2, amount_total: 900 }] },
    });
    expect(fake.ledger.totals('usd').captured).toBe(900);
    expect(fake.events.map(({ type }) => type).slice(-2)).toEqual([
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
  });

  it('keeps a declined payer on the page, who may then use another card', async () => {
    const { fake, stripe } = connected();
    const { id, url } = await stripe.checkout.sessions.create(order);
    const declined = await submit(fake, url ?? '', { card: '4000 0000 0000 9995' });
    expect([declined.status, await declined.text()]).toEqual([
      200,
      expect.stringContaining('insufficient funds'),
    ]);
    expect((await submit(fake, url ?? '', { card: '4242424242424242', number: '1234' })).status).toBe(200);
    expect((await submit(fake, url ?? '', { card: '4242424242424242' })).status).toBe(303);
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('complete');
    expect(fake.ledger.payments).toHaveLength(1);
  });

  it('leads through 3-D Secure and back', async () => {
    const { fake, stripe } = connected();
    const { id, url } = await stripe.checkout.sessions.create(order);
    const challenge =
      (await submit(fake, url ?? '', { card: '4000000000003220' })).headers.get('location') ?? '';
    expect(challenge).toContain('/3ds/pi_');
    const failed = await submit(fake, challenge, { outcome: 'fail' });
    expect(await (await visit(fake, failed.headers.get('location') ?? '')).text()).toContain(
      'unable to authenticate',
    );

    const second =
      (await submit(fake, url ?? '', { card: '4000000000003220' })).headers.get('location') ?? '';
    const approved = await submit(fake, second, { outcome: 'approve' });
    const back = await visit(fake, approved.headers.get('location') ?? '');

    expect(back.headers.get('location')).toBe(`http://127.0.0.1:3000/done?session=${id}`);
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
    expect(fake.ledger.totals('usd').captured).toBe(900);
  });

  it('a manual capture leaves the session unpaid until the money is taken', async () => {
    const { fake, stripe } = connected();
    const { id, url } = await stripe.checkout.sessions.create({
      ...order,
      payment_intent_data: { capture_method: 'manual' },
    });
    await submit(fake, url ?? '', { card: '4242424242424242' });
    const held = await stripe.checkout.sessions.retrieve(id);
    expect(held).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
    await stripe.paymentIntents.capture(String(held.payment_intent));
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
  });

  it('a bank debit completes the session first and pays later', async () => {
    const { fake, stripe } = connected();
    const { id, url } = await stripe.checkout.sessions.create(order);
    expect((await submit(fake, url ?? '', { card: '000123456789' })).status).toBe(303);
    const session = await stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
    fake.finishProcessing(String(session.payment_intent));
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
    expect(fake.events.at(-1)?.type).toBe('checkout.session.async_payment_succeeded');
  });

  it('a setup session saves a card for the customer', async () => {
    const { fake, stripe } = connected();
    const customer = await stripe.customers.create();
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'usd',
      customer: customer.id,
      success_url: order.success_url,
    });
    await submit(fake, session.url ?? '', { card: '4242424242424242' });
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] })).toMatchObject({
      status: 'complete',
      setup_intent: { status: 'succeeded' },
    });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toHaveLength(1);
  });

  it('a subscription session makes customer and subscription, and needs approval where the card wants it', async () => {
    const { fake, stripe } = connected();
    const price = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 900,
      recurring: { interval: 'month' },
      product_data: { name: 'Club' },
    });
    for (const card of ['4242424242424242', '4000000000003220']) {
      const { id, url } = await stripe.checkout.sessions.create({
        mode: 'subscription',
        success_url: order.success_url,
        line_items: [{ price: price.id, quantity: 1 }],
      });
      const sent = (await submit(fake, url ?? '', { card })).headers.get('location') ?? '';
      if (sent.includes('/3ds/')) await submit(fake, sent, { outcome: 'approve' });
      const session = await stripe.checkout.sessions.retrieve(id, { expand: ['subscription'] });
      expect(session).toMatchObject({
        status: 'complete',
        payment_status: 'paid',
        subscription: { status: 'active' },
      });
    }
    expect(fake.ledger.totals('usd').captured).toBe(1800);
  });

  it('an expired session takes no card', async () => {
    let now = Date.UTC(2026, 0, 1);
    const { fake, stripe } = connected({ now: () => now });
    const { id, url } = await stripe.checkout.sessions.create(order);
    now += 24 * 60 * 60 * 1000;
    expect(await (await submit(fake, url ?? '', { card: '4242424242424242' })).text()).toContain('expired');
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('expired');
    expect(fake.ledger.payments).toEqual([]);
  });

  it('pages live under the public URL', async () => {
    const { stripe } = connected({ publicUrl: 'http://127.0.0.1:9999/' });
    expect((await stripe.checkout.sessions.create(order)).url).toMatch(
      /^http:\/\/127\.0\.0\.1:9999\/c\/pay\/cs_test_/,
    );
  });
});
