import { describe, expect, it } from 'vitest';
import { connected, send, submit, visit } from './requests.ts';

const card = {
  currency: 'usd',
  confirm: true,
  payment_method: 'pm_card_visa',
  return_url: 'https://shop.example/back',
} as const;

describe('payments through the real SDK', () => {
  it('a confirmed card payment is captured and booked once', async () => {
    const { fake, stripe } = connected();
    const intent = await stripe.paymentIntents.create(
      { amount: 1999, ...card, metadata: { order: '7' } },
      { idempotencyKey: 'order-7' },
    );
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1999, metadata: { order: '7' } });
    expect(intent.client_secret).toContain(`${intent.id}_secret_`);
    expect(fake.ledger.totals('usd')).toEqual({ authorized: 0, captured: 1999, refunded: 0, net: 1999 });
    expect(fake.ledger.effects('order-7').map(({ kind }) => kind)).toEqual(['charge', 'capture']);
    expect(fake.events.map(({ type }) => type)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('an authorization is captured in part, and the rest counts as refunded on the charge', async () => {
    const { fake, stripe } = connected();
    const held = await stripe.paymentIntents.create({ amount: 1000, ...card, capture_method: 'manual' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 1000, amount_received: 0 });

    const taken = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 600,
      expand: ['latest_charge'],
    });

    expect(taken).toMatchObject({ status: 'succeeded', amount_received: 600, amount_capturable: 0 });
    expect(taken.latest_charge).toMatchObject({
      amount: 1000,
      amount_captured: 600,
      amount_refunded: 400,
      refunded: false,
    });
    expect(fake.ledger.totals('usd')).toEqual({ authorized: 0, captured: 600, refunded: 0, net: 600 });
  });

  it('multicapture leaves the rest capturable until the final capture', async () => {
    const { stripe } = connected();
    const held = await stripe.paymentIntents.create({
      amount: 1000,
      ...card,
      capture_method: 'manual',
      payment_method_options: { card: { request_multicapture: 'if_available' } },
    });
    const first = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 300,
      final_capture: false,
    });
    expect(first).toMatchObject({ status: 'requires_capture', amount_capturable: 700, amount_received: 300 });
    const last = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 500 });
    expect(last).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 800 });
  });

  it('a canceled authorization holds nothing and moves nothing', async () => {
    const { fake, stripe } = connected();
    const held = await stripe.paymentIntents.create({ amount: 1000, ...card, capture_method: 'manual' });
    const canceled = await stripe.paymentIntents.cancel(held.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
      cancellation_reason: 'abandoned',
    });
    expect(fake.ledger.totals('usd')).toEqual({ authorized: 0, captured: 0, refunded: 0, net: 0 });
  });

  it('a higher authorization can be captured whole', async () => {
    const { stripe } = connected();
    const held = await stripe.paymentIntents.create({
      amount: 1000,
      ...card,
      capture_method: 'manual',
      payment_method_options: { card: { request_incremental_authorization: 'if_available' } },
    });
    await stripe.paymentIntents.incrementAuthorization(held.id, { amount: 1500 });
    expect(await stripe.paymentIntents.capture(held.id)).toMatchObject({
      amount: 1500,
      amount_received: 1500,
    });
  });

  it('a decline is a card error that carries the intent, the charge and advice', async () => {
    const { fake, stripe } = connected();
    const attempt = stripe.paymentIntents.create({
      amount: 500,
      ...card,
      payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
    });
    await expect(attempt).rejects.toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      advice_code: 'try_again_later',
      payment_intent: { status: 'requires_payment_method', last_payment_error: { code: 'card_declined' } },
    });
    expect(fake.ledger.charges).toMatchObject([{ status: 'failed', amountCaptured: 0 }]);
    expect(fake.ledger.totals('usd').captured).toBe(0);
  });

  it('a declined intent can be paid with another card', async () => {
    const { stripe } = connected();
    await stripe.paymentIntents
      .create({ amount: 500, ...card, payment_method: 'pm_card_chargeDeclined' })
      .catch(() => undefined);
    const [intent] = (await stripe.paymentIntents.list({ limit: 1 })).data;
    const paid = await stripe.paymentIntents.confirm(intent?.id ?? '', {
      payment_method: 'pm_card_visa',
      return_url: card.return_url,
    });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  it('3-D Secure redirects to a page that sends the payer back, paid or not', async () => {
    const { fake, stripe } = connected();
    for (const [outcome, status, redirect] of [
      ['approve', 'succeeded', 'succeeded'],
      ['fail', 'requires_payment_method', 'failed'],
    ]) {
      const intent = await stripe.paymentIntents.create({
        amount: 700,
        ...card,
        payment_method: 'pm_card_threeDSecure2Required',
      });
      expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
      const address = intent.next_action?.redirect_to_url?.url ?? '';
      expect(await (await visit(fake, address)).text()).toContain('Approve');

      const back = await submit(fake, address, { outcome: outcome ?? '' });

      expect(back.status).toBe(303);
      const returned = new URL(back.headers.get('location') ?? '');
      expect(returned.origin + returned.pathname).toBe('https://shop.example/back');
      expect(Object.fromEntries(returned.searchParams)).toMatchObject({
        payment_intent: intent.id,
        redirect_status: redirect,
      });
      expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status });
    }
  });

  it('without a return URL the client SDK has to act', async () => {
    const { stripe } = connected();
    const intent = await stripe.paymentIntents.create({
      amount: 700,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_threeDSecure2Required',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    expect(intent.next_action?.type).toBe('use_stripe_sdk');
  });

  it('a bank debit is processing until the bank has decided', async () => {
    const { fake, stripe } = connected();
    const intent = await stripe.paymentIntents.create({
      amount: 5000,
      ...card,
      payment_method: 'pm_usBankAccount',
    });
    expect(intent).toMatchObject({ status: 'processing', amount_received: 0 });
    fake.finishProcessing(intent.id);
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 5000,
    });
  });

  it('a card that was set up for off-session use is charged without the payer', async () => {
    const { fake, stripe } = connected();
    const customer = await stripe.customers.create({ email: 'ada@example.com' });
    const off = {
      amount: 900,
      currency: 'usd',
      customer: customer.id,
      confirm: true,
      off_session: true,
      return_url: card.return_url,
    };
    const method = await stripe.paymentMethods.attach('pm_card_authenticationRequiredOnSetup', {
      customer: customer.id,
    });
    await expect(stripe.paymentIntents.create({ ...off, payment_method: method.id })).rejects.toMatchObject({
      code: 'authentication_required',
    });
    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: method.id,
      confirm: true,
      return_url: card.return_url,
    });
    await submit(fake, setup.next_action?.redirect_to_url?.url ?? '', { outcome: 'approve' });

    const charged = await stripe.paymentIntents.create({ ...off, payment_method: method.id });

    expect(charged.status).toBe('succeeded');
  });

  it('lists newest first and pages with cursors', async () => {
    const { stripe } = connected();
    const ids: string[] = [];
    for (const amount of [100, 200, 300, 400, 500])
      ids.unshift((await stripe.paymentIntents.create({ amount, currency: 'usd' })).id);
    const first = await stripe.paymentIntents.list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(first.has_more).toBe(true);
    const seen: string[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 2 })) seen.push(intent.id);
    expect(seen).toEqual(ids);
    const before = await stripe.paymentIntents.list({ limit: 2, ending_before: ids[3] ?? '' });
    expect(before.data.map(({ id }) => id)).toEqual(ids.slice(1, 3));
  });

  it('answers name the request and the version, as JSON', async () => {
    const { fake, stripe } = connected();
    const { lastResponse } = await stripe.balance.retrieve({}, { apiVersion: '2025-09-30.clover' });
    expect(lastResponse).toMatchObject({ statusCode: 200, apiVersion: '2025-09-30.clover' });
    expect(lastResponse.requestId).toMatch(/^req_/);
    const { headers } = await send(fake, { method: 'GET', path: '/v1/nothing' });
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('the right key may come by Basic authentication', async () => {
    const { fake } = connected();
    const basic = `Basic ${btoa('sk_test_fake:')}`;
    const answer = await send(fake, {
      method: 'GET',
      path: '/v1/balance',
      headers: { authorization: basic },
    });
    expect(answer.status).toBe(200);
  });
});
