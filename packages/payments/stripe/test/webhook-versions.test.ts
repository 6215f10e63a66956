import { signWebhook } from '@patchbay/core/webhook';
import { stripePayments } from '@patchbay/payments-stripe';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { subscription } from './fixtures/billing.ts';
import { paymentIntent, refund } from './fixtures/payment.ts';

const secret = 'whsec_versions_0000000000000000';
const start = Date.UTC(2026, 0, 1);

/** An endpoint keeps the API version it was made with: it is seldom ours. */
async function receive(type: string, object: object, around: object = {}) {
  const payments = stripePayments(
    { secretKey: 'sk_test_webhooks', webhookSecret: secret },
    { clock: virtualClock({ start }) },
  );
  const event = {
    id: 'evt_1',
    object: 'event',
    created: start / 1000,
    livemode: true,
    type,
    data: { object },
  };
  const body = new TextEncoder().encode(
    JSON.stringify({ ...event, api_version: '2024-06-20', pending_webhooks: 1, request: null, ...around }),
  );
  const headers = new Headers({ 'stripe-signature': await signWebhook(body, secret, start / 1000) });
  const [received] = await payments.webhooks.receive({ headers, body, url: 'https://shop.example/webhooks' });
  return received;
}

/** A subscription before 2025-03-31: the period stood on it, not on its items. */
function earlierSubscription(changes: object = {}): object {
  const { items, ...rest } = subscription();
  const data = items.data.map(({ current_period_end: _end, current_period_start: _start, ...item }) => item);
  return { ...rest, items: { ...items, data }, current_period_end: 1_769_000_000, ...changes };
}

describe('an event in the shape of an earlier API version', () => {
  it('tells when the subscription’s period ends', async () => {
    const received = await receive('customer.subscription.updated', earlierSubscription());
    expect(received?.subject).toMatchObject({
      object: { currentPeriodEnd: new Date(1_769_000_000_000) },
    });
  });

  it('tells when a subscription that ends with its period ends', async () => {
    const object = earlierSubscription({ cancel_at: null, cancel_at_period_end: true });
    const received = await receive('customer.subscription.updated', object);
    expect(received?.subject).toMatchObject({ object: { cancelAt: new Date(1_769_000_000_000) } });
  });

  it('tells of no period where it has none, instead of a date that is none', async () => {
    const object = earlierSubscription({ current_period_end: undefined, cancel_at_period_end: true });
    const received = await receive('customer.subscription.updated', object);
    expect(received?.subject).toHaveProperty('object.status');
    expect(received?.subject).not.toHaveProperty('object.currentPeriodEnd');
    expect(received?.subject).not.toHaveProperty('object.cancelAt');
  });

  it('knows the subscription of an invoice, so that no renewal is lost', async () => {
    const received = await receive('invoice.paid', {
      id: 'in_1',
      object: 'invoice',
      billing_reason: 'subscription_cycle',
      subscription: 'sub_1',
      subscription_details: { metadata: { patchbay_reference: 'contract-7' } },
    });
    expect(received).toMatchObject({
      type: 'subscription.renewed',
      reference: 'contract-7',
      subject: { kind: 'invoice', id: 'in_1', subscriptionId: 'sub_1' },
    });
  });

  it('may lack what is optional, or bring null for it', async () => {
    const { next_action: _action, metadata: _metadata, ...intent } = paymentIntent();
    expect(
      await receive('payment_intent.requires_action', { ...intent, status: 'requires_action' }),
    ).toMatchObject({ type: 'payment.requires_action', live: true, subject: { object: { metadata: {} } } });
    const done = await receive('refund.updated', { ...refund(), failure_reason: null });
    expect(done?.subject).not.toHaveProperty('object.failure');
  });

  it.each([
    ['invoice.upcoming', { object: 'invoice', id: null }],
    ['brand.new', {}],
  ])('%s arrives as unhandled although its object has no id', async (type, object) => {
    expect(await receive(type, object)).toMatchObject({
      type: 'unhandled',
      subject: { kind: 'other', id: 'evt_1' },
    });
  });

  it('is refused when its object cannot be read', async () => {
    const object = earlierSubscription({ items: {} });
    await expect(receive('customer.subscription.updated', object)).rejects.toMatchObject({
      code: 'webhook_rejected',
      reason: 'payload_malformed',
    });
  });
});

describe('an event of a connected account', () => {
  it('is taken like your own; its account stands in raw', async () => {
    const received = await receive('payment_intent.succeeded', paymentIntent(), { account: 'acct_other' });
    expect(received).toMatchObject({ type: 'payment.captured', raw: { account: 'acct_other' } });
  });
});
