import type { RawWebhook } from '@patchbay/core/webhook';
import { stripePayments } from '@patchbay/payments-stripe';
import { virtualClock } from '@patchbay/testing';
import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { checkoutSession, subscription } from './fixtures/billing.ts';
import { paymentIntent, refund } from './fixtures/payment.ts';
import { customer, dispute, setupIntent } from './fixtures/people.ts';

const secret = 'whsec_current_00000000000000000';
const previous = 'whsec_previous_0000000000000000';
const start = Date.UTC(2026, 0, 1);
// The SDK's own signing code: an independent peer of ours.
const { webhooks } = new Stripe('sk_test_unused');

function receiver(webhookSecret: string | readonly string[] = [secret, previous]) {
  const clock = virtualClock({ start });
  return stripePayments({ secretKey: 'sk_test_webhooks', webhookSecret }, { clock }).webhooks;
}

function event(type: string, object: object): string {
  return JSON.stringify({
    id: 'evt_1',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: start / 1000,
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type,
    data: { object },
  });
}

function signed(
  payload: string,
  options: { readonly secret?: string; readonly timestamp?: number } = {},
): RawWebhook {
  const header = webhooks.generateTestHeaderString({ payload, secret, timestamp: start / 1000, ...options });
  const body = new TextEncoder().encode(payload);
  return { headers: new Headers({ 'stripe-signature': header }), body, url: 'https://shop.example/webhooks' };
}

async function receive(type: string, object: object) {
  const [received] = await receiver().receive(signed(event(type, object)));
  return received;
}

describe('a webhook signed by the SDK', () => {
  const payload = event('payment_intent.succeeded', paymentIntent());

  it('is accepted, once per delivery under the same key', async () => {
    const [first] = await receiver().receive(signed(payload));
    const [second] = await receiver().receive(signed(payload, { timestamp: start / 1000 + 60 }));
    expect(first).toMatchObject({
      id: 'evt_1',
      dedupeKey: 'evt_1',
      type: 'payment.captured',
      vendorType: 'payment_intent.succeeded',
      provider: 'stripe',
      live: false,
      occurredAt: new Date(start),
      reference: 'order-7',
      subject: {
        kind: 'payment',
        id: 'pi_3Captured',
        object: { status: 'captured', captured: { minor: 1200 } },
      },
    });
    expect(second?.dedupeKey).toBe(first?.dedupeKey);
    expect(JSON.stringify(first)).not.toContain('client_secret');
  });

  it('is accepted with each secret while one is rolled, and as a Request', async () => {
    const { headers, body, url } = signed(payload, { secret: previous });
    const request = new Request(url, { method: 'POST', headers, body: new Uint8Array(body) });
    await expect(receiver().receive(request)).resolves.toHaveLength(1);
  });

  it('is accepted in the form that our own code signs, by the SDK', () => {
    const { headers, body } = signed(payload);
    const header = headers.get('stripe-signature') ?? '';
    const at = start / 1000;
    expect(webhooks.constructEvent(Buffer.from(body), header, secret, 300, undefined, at).id).toBe('evt_1');
  });

  it.each([
    [
      'a byte was changed',
      { ...signed(payload), body: new TextEncoder().encode(payload.replace('1200', '1300')) },
      'signature_invalid',
    ],
    [
      'another secret signed it',
      signed(payload, { secret: 'whsec_forged_000000000000000000' }),
      'signature_invalid',
    ],
    ['it is old', signed(payload, { timestamp: start / 1000 - 301 }), 'timestamp_outside_tolerance'],
    [
      'it is from the future',
      signed(payload, { timestamp: start / 1000 + 301 }),
      'timestamp_outside_tolerance',
    ],
    ['nobody signed it', { ...signed(payload), headers: new Headers() }, 'signature_missing'],
    ['it is no JSON', signed('not json'), 'payload_malformed'],
    ['it is no event', signed('{"object":"payment_intent"}'), 'payload_malformed'],
    [
      'its object lacks an amount',
      signed(event('payment_intent.succeeded', { id: 'pi_1', object: 'payment_intent' })),
      'payload_malformed',
    ],
  ])('is refused when %s', async (_name, webhook, reason) => {
    await expect(receiver().receive(webhook)).rejects.toMatchObject({ code: 'webhook_rejected', reason });
  });
});

describe('without a secret', () => {
  it('refuses every webhook and says where to get one', async () => {
    const { webhooks: unsafe } = stripePayments({ secretKey: 'sk_test_webhooks' });
    await expect(unsafe.receive(signed(event('x', {})))).rejects.toThrow(/Signing secret/);
  });

  it.each([[''], [' '], [[]], [[secret, '']]])('a blank secret is no secret: %j', (webhookSecret) => {
    expect(() => receiver(webhookSecret)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});

describe('events', () => {
  it.each([
    [
      'payment_intent.requires_action',
      paymentIntent({ status: 'requires_action' }),
      'payment.requires_action',
      'payment',
    ],
    [
      'payment_intent.amount_capturable_updated',
      paymentIntent({ status: 'requires_capture', amount_received: 0, amount_capturable: 1200 }),
      'payment.authorized',
      'payment',
    ],
    [
      'payment_intent.amount_capturable_updated',
      paymentIntent({ status: 'requires_capture', amount_received: 300, amount_capturable: 900 }),
      'payment.captured',
      'payment',
    ],
    ['payment_intent.processing', paymentIntent({ status: 'processing' }), 'payment.processing', 'payment'],
    [
      'payment_intent.payment_failed',
      paymentIntent({ status: 'requires_payment_method' }),
      'payment.failed',
      'payment',
    ],
    ['payment_intent.canceled', paymentIntent({ status: 'canceled' }), 'payment.canceled', 'payment'],
    ['refund.created', refund(), 'refund.created', 'refund'],
    ['refund.failed', refund({ status: 'failed' }), 'refund.failed', 'refund'],
    ['charge.dispute.created', dispute(), 'dispute.opened', 'dispute'],
    ['charge.dispute.closed', dispute({ status: 'lost' }), 'dispute.closed', 'dispute'],
    ['checkout.session.completed', checkoutSession({ status: 'complete' }), 'checkout.completed', 'checkout'],
    ['checkout.session.expired', checkoutSession({ status: 'expired' }), 'checkout.expired', 'checkout'],
    ['customer.subscription.updated', subscription(), 'subscription.updated', 'subscription'],
    [
      'customer.subscription.deleted',
      subscription({ status: 'canceled' }),
      'subscription.canceled',
      'subscription',
    ],
    ['customer.updated', customer(), 'customer.updated', 'customer'],
    ['setup_intent.succeeded', setupIntent(), 'setup.succeeded', 'setup'],
    ['payment_method.attached', { id: 'pm_1', object: 'payment_method' }, 'method.attached', 'method'],
  ])('%s with a %o', async (type, object, expected, kind) => {
    expect(await receive(type, object)).toMatchObject({
      type: expected,
      vendorType: type,
      subject: { kind, id: object.id },
    });
  });

  it.each([
    ['invoice.paid', 'subscription_cycle', 'sub_1', 'subscription.renewed'],
    ['invoice.paid', 'subscription_create', 'sub_1', 'unhandled'],
    ['invoice.paid', 'manual', undefined, 'unhandled'],
    ['invoice.payment_failed', 'subscription_cycle', 'sub_1', 'subscription.payment_failed'],
    ['invoice.payment_failed', 'manual', undefined, 'unhandled'],
  ])('%s made for %s of %s is %s', async (type, billing_reason, id, expected) => {
    const details = { metadata: { patchbay_reference: 'contract-7' }, subscription: id };
    const parent = id === undefined ? null : { type: 'subscription_details', subscription_details: details };
    const received = await receive(type, { id: 'in_1', object: 'invoice', billing_reason, parent });
    expect(received?.type).toBe(expected);
    expect(received?.subject).toMatchObject({
      kind: 'invoice',
      id: 'in_1',
      ...(id && { subscriptionId: id }),
    });
    expect(received?.reference).toBe(id && 'contract-7');
  });

  it.each([
    ['charge.refunded', { id: 'ch_1', object: 'charge' }, 'ch_1'],
    ['balance.available', { object: 'balance' }, 'evt_1'],
    ['constructor', { id: 'x', object: 'toString' }, 'x'],
  ])('%s is nobody’s event, and arrives as unhandled', async (type, object, id) => {
    expect(await receive(type, object)).toMatchObject({
      type: 'unhandled',
      vendorType: type,
      subject: { kind: 'other', id },
    });
  });
});
