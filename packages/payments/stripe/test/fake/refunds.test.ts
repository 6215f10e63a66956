import { describe, expect, it } from 'vitest';
import { connected } from './requests.ts';

const payment = { amount: 1000, currency: 'eur', confirm: true, return_url: 'https://shop.example/back' };

describe('refunds and disputes through the real SDK', () => {
  it('refunds in parts until nothing is left', async () => {
    const { fake, stripe } = connected();
    const { id } = await stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_visa' });
    const first = await stripe.refunds.create(
      { payment_intent: id, amount: 400, reason: 'requested_by_customer' },
      { idempotencyKey: 'r1' },
    );
    await stripe.refunds.create({ payment_intent: id });
    expect(first).toMatchObject({ status: 'succeeded', amount: 400, payment_intent: id });
    const { latest_charge } = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(latest_charge).toMatchObject({ amount_refunded: 1000, refunded: true });
    expect(fake.ledger.totals('eur')).toMatchObject({ captured: 1000, refunded: 1000, net: 0 });
    expect(fake.ledger.effects('r1')).toMatchObject([{ kind: 'refund', amount: 400 }]);
    expect((await stripe.refunds.list({ payment_intent: id })).data.map(({ amount }) => amount)).toEqual([
      600, 400,
    ]);
  });

  it('a raise after a capture leaves open what was not captured, and no refund exceeds what was', async () => {
    const { stripe } = connected();
    const later = {
      request_multicapture: 'if_available',
      request_incremental_authorization: 'if_available',
    } as const;
    const held = await stripe.paymentIntents.create({
      ...payment,
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
      payment_method_options: { card: later },
    });
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 300, final_capture: false });
    const tooMuch = stripe.refunds.create({ payment_intent: held.id, amount: 301 });
    await expect(tooMuch).rejects.toMatchObject({ statusCode: 400, param: 'amount' });
    expect(await stripe.refunds.create({ payment_intent: held.id })).toMatchObject({ amount: 300 });
    const raised = await stripe.paymentIntents.incrementAuthorization(held.id, { amount: 1500 });
    expect(raised).toMatchObject({ amount: 1500, amount_capturable: 1200, amount_received: 300 });
  });

  it('a pending refund succeeds later, and a refund that seemed done fails later', async () => {
    const { fake, stripe } = connected();
    for (const [method, at, end, event] of [
      ['pm_card_pendingRefund', 'pending', 'succeeded', 'refund.updated'],
      ['pm_card_refundFail', 'succeeded', 'failed', 'refund.failed'],
    ] as const) {
      const { id } = await stripe.paymentIntents.create({ ...payment, payment_method: method });
      const refund = await stripe.refunds.create({ payment_intent: id });
      expect(refund.status).toBe(at);
      fake.finishProcessing(refund.id, end);
      expect((await stripe.refunds.retrieve(refund.id)).status).toBe(end);
      expect(fake.events.map(({ type }) => type)).toContain(event);
    }
    expect(fake.ledger.totals('eur')).toMatchObject({ captured: 2000, refunded: 1000 });
  });

  it('a dispute takes evidence and is decided', async () => {
    const { fake, stripe } = connected();
    const { id } = await stripe.paymentIntents.create({
      ...payment,
      payment_method: 'pm_card_createDispute',
    });
    const [opened] = (await stripe.disputes.list({ payment_intent: id })).data;
    expect(opened).toMatchObject({
      status: 'needs_response',
      reason: 'fraudulent',
      amount: 1000,
      is_charge_refundable: false,
    });
    const disputeId = opened?.id ?? '';

    const staged = await stripe.disputes.update(disputeId, {
      evidence: { customer_name: 'Ada' },
      submit: false,
    });
    expect(staged).toMatchObject({
      status: 'needs_response',
      evidence: { customer_name: 'Ada' },
      evidence_details: { has_evidence: true, submission_count: 0 },
    });
    expect((await stripe.disputes.update(disputeId, { submit: true })).status).toBe('under_review');
    fake.decideDispute(disputeId, 'won');

    expect((await stripe.disputes.retrieve(disputeId)).status).toBe('won');
    const types = fake.events.map(({ type }) => type).filter((type) => type.startsWith('charge.dispute.'));
    expect(types).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
  });

  it('accepting a dispute loses it', async () => {
    const { stripe } = connected();
    const { id } = await stripe.paymentIntents.create({
      ...payment,
      payment_method: 'pm_card_createDispute',
    });
    const [opened] = (await stripe.disputes.list({ payment_intent: id })).data;
    expect((await stripe.disputes.close(opened?.id ?? '')).status).toBe('lost');
  });

  it('an inquiry still lets the merchant refund', async () => {
    const { stripe } = connected();
    const { id } = await stripe.paymentIntents.create({
      ...payment,
      payment_method: 'pm_card_createDisputeInquiry',
    });
    expect((await stripe.disputes.list({ payment_intent: id })).data).toMatchObject([
      { status: 'warning_needs_response' },
    ]);
    expect((await stripe.refunds.create({ payment_intent: id })).status).toBe('succeeded');
  });
});

describe('customers and saved methods through the real SDK', () => {
  it('keeps a customer with methods until it is deleted', async () => {
    const { stripe } = connected();
    const customer = await stripe.customers.create({
      name: 'Ada',
      email: 'ada@example.com',
      metadata: { a: '1', b: '2' },
    });
    const changed = await stripe.customers.update(customer.id, { email: '', metadata: { a: '' } });
    expect(changed).toMatchObject({ email: null, name: 'Ada', metadata: { b: '2' } });
    const method = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toMatchObject([
      { id: method.id, card: { brand: 'mastercard', last4: '4444' } },
    ]);
    expect((await stripe.paymentMethods.detach(method.id)).customer).toBeNull();
    expect(await stripe.customers.del(customer.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ id: customer.id, deleted: true });
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  it('a payment can save its card for later', async () => {
    const { stripe } = connected();
    const customer = await stripe.customers.create();
    await stripe.paymentIntents.create({
      ...payment,
      customer: customer.id,
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
    });
    expect((await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data).toHaveLength(1);
  });

  it('a setup intent saves a card', async () => {
    const { fake, stripe } = connected();
    const customer = await stripe.customers.create();
    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_visa',
      confirm: true,
      return_url: 'https://shop.example/back',
    });
    expect(setup.status).toBe('succeeded');
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toHaveLength(1);
    expect(fake.events.map(({ type }) => type)).toContain('setup_intent.succeeded');
  });
});
