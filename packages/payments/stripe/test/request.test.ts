import { describe, expect, it } from 'vitest';
import { toCheckoutSession } from '../src/request/checkout.ts';
import { toCustomer, toEvidence, toSetupIntent } from '../src/request/customer.ts';
import {
  toCapture,
  toConfirmation,
  toPaymentIntent,
  toPaymentQuery,
  toQueryByPayment,
  toRefund,
} from '../src/request/payment.ts';
import { toChange, toSubscription, toSubscriptionQuery } from '../src/request/subscription.ts';
import { thrownBy } from './support/thrown-by.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });
const firstPage = { cursor: undefined, limit: undefined };
const returnUrls = {
  successUrl: 'https://shop.example/ok?c={CHECKOUT_ID}',
  cancelUrl: 'https://shop.example/no',
};

describe('a payment', () => {
  it('is confirmed at once when a payment method is given, without methods that redirect', () => {
    expect(toPaymentIntent({ amount: usd(1200), paymentMethodId: 'pm_1' })).toEqual({
      amount: 1200,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_1',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      expand: ['latest_charge'],
    });
  });

  it('waits for its confirmation when there is no payment method', () => {
    expect(toPaymentIntent({ amount: usd(1200) })).toMatchObject({ confirm: false });
  });

  it('allows redirects when there is an address to come back to', () => {
    const returnUrl = 'https://shop.example/back';
    expect(toPaymentIntent({ amount: usd(1200), paymentMethodId: 'pm_1', returnUrl })).toMatchObject({
      return_url: returnUrl,
      automatic_payment_methods: { allow_redirects: 'always' },
    });
  });

  it('keeps the return address for the confirmation when it is not confirmed yet', () => {
    const returnUrl = 'https://shop.example/back';
    const parameters = toPaymentIntent({ amount: usd(1200), returnUrl });
    expect(parameters).not.toHaveProperty('return_url');
    expect(parameters).toMatchObject({ automatic_payment_methods: { allow_redirects: 'always' } });
    expect(toConfirmation({ id: 'pi_1', returnUrl })).toMatchObject({ return_url: returnUrl });
  });

  it('asks for later changes only when it is captured by hand', () => {
    const options = {
      card: { request_multicapture: 'if_available', request_incremental_authorization: 'if_available' },
    };
    expect(toPaymentIntent({ amount: usd(1200), capture: 'manual' })).toMatchObject({
      capture_method: 'manual',
      payment_method_options: options,
    });
    expect(toPaymentIntent({ amount: usd(1200), capture: 'automatic' })).not.toHaveProperty(
      'payment_method_options',
    );
  });

  it.each([
    [{ reference: 'order-7' }, { patchbay_reference: 'order-7' }],
    [{ metadata: { colour: 'blue' } }, { colour: 'blue' }],
    [
      { reference: 'order-7', metadata: { colour: 'blue' } },
      { colour: 'blue', patchbay_reference: 'order-7' },
    ],
    [{}, undefined],
  ])('carries %o as metadata', (given, metadata) => {
    expect(toPaymentIntent({ amount: usd(1200), ...given }).metadata).toEqual(metadata);
  });

  it.each([
    ['customerId', { customerId: 'cus_1' }, { customer: 'cus_1' }],
    ['offSession', { offSession: true }, { off_session: true }],
    ['saveFor', { saveFor: 'off_session' as const }, { setup_future_usage: 'off_session' }],
    ['description', { description: 'A hat' }, { description: 'A hat' }],
  ])('carries %s', (_name, given, sent) => {
    expect(toPaymentIntent({ amount: usd(1200), ...given })).toMatchObject(sent);
  });
});

describe('an amount', () => {
  it.each([
    ['EUR', 1234, 1234],
    ['JPY', 500, 500],
    ['ISK', 5, 500],
    ['UGX', 7, 700],
    ['MGA', 1200, 12],
    ['KWD', 5120, 5120],
  ])('in %s of %d minor units is sent as %d', (currency, minor, sent) => {
    expect(toPaymentIntent({ amount: { minor, currency } })).toMatchObject({
      amount: sent,
      currency: currency.toLowerCase(),
    });
  });

  it.each([
    ['KWD', 5124],
    ['MGA', 1250],
  ])('in %s of %d minor units is refused, not rounded', (currency, minor) => {
    expect(thrownBy(() => toPaymentIntent({ amount: { minor, currency } }))).toMatchObject({
      failure: { reason: 'amount_not_representable' },
    });
  });
});

describe('a capture, a refund, a list', () => {
  it('sends a part only when one is asked for', () => {
    expect(toCapture({ id: 'pi_1' })).toEqual({ expand: ['latest_charge'] });
    expect(toCapture({ id: 'pi_1', amount: usd(600), final: false })).toMatchObject({
      amount_to_capture: 600,
      final_capture: false,
    });
    expect(toCapture({ id: 'pi_1', final: true })).not.toHaveProperty('final_capture');
    expect(toRefund({ paymentId: 'pi_1' })).toEqual({ payment_intent: 'pi_1' });
    expect(toRefund({ paymentId: 'pi_1', amount: usd(200), reason: 'duplicate' })).toMatchObject({
      amount: 200,
      reason: 'duplicate',
    });
  });

  it('turns cursor and page size into Stripe’s', () => {
    const createdAfter = new Date('2026-01-01T00:00:00.900Z');
    expect(toPaymentQuery({ customerId: 'cus_1', createdAfter }, { cursor: 'pi_9', limit: 5 })).toEqual({
      expand: ['data.latest_charge'],
      customer: 'cus_1',
      created: { gte: 1_767_225_600 },
      limit: 5,
      starting_after: 'pi_9',
    });
    expect(toQueryByPayment({ paymentId: 'pi_1' }, firstPage)).toEqual({ payment_intent: 'pi_1' });
  });
});

describe('a hosted page', () => {
  const items = [{ name: 'Hat', unitAmount: usd(500), quantity: 2 }];

  it('puts reference and metadata on the page and on the payment', () => {
    const parameters = toCheckoutSession({
      ...returnUrls,
      items,
      reference: 'order-7',
      metadata: { colour: 'blue' },
    });
    const metadata = { colour: 'blue', patchbay_reference: 'order-7' };
    expect(parameters).toMatchObject({
      mode: 'payment',
      success_url: 'https://shop.example/ok?c={CHECKOUT_SESSION_ID}',
      client_reference_id: 'order-7',
      metadata,
      payment_intent_data: { metadata },
      line_items: [
        { quantity: 2, price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'Hat' } } },
      ],
    });
  });

  it('starts a subscription with a price, or saves a card', () => {
    expect(
      toCheckoutSession({ ...returnUrls, mode: 'subscription', planId: 'price_1', reference: 'r' }),
    ).toMatchObject({
      mode: 'subscription',
      line_items: [{ price: 'price_1', quantity: 1 }],
      subscription_data: { metadata: { patchbay_reference: 'r' } },
    });
    expect(toCheckoutSession({ ...returnUrls, mode: 'setup', customerId: 'cus_1' })).toMatchObject({
      mode: 'setup',
      customer: 'cus_1',
      allowed_payment_method_types: ['card'],
    });
  });
});

describe('customers, subscriptions, evidence', () => {
  it('sends of a customer only what is given', () => {
    expect(toCustomer({ name: 'Grace', reference: 'user-7' })).toEqual({
      name: 'Grace',
      metadata: { patchbay_reference: 'user-7' },
    });
  });

  it('confirms a setup at once when the card is known', () => {
    expect(toSetupIntent({ customerId: 'cus_1', paymentMethodId: 'pm_1' })).toMatchObject({
      confirm: true,
      usage: 'off_session',
    });
    expect(toSetupIntent({ customerId: 'cus_1' })).toMatchObject({ confirm: false });
  });

  it.each([
    ['prorate', 'create_prorations'],
    ['charge_now', 'always_invoice'],
    ['none', 'none'],
    [undefined, 'create_prorations'],
  ] as const)('prorates %s as %s', (proration, sent) => {
    const input = { id: 'sub_1', planId: 'price_2', ...(proration && { proration }) };
    expect(toChange(input, [{ id: 'si_1' }])).toEqual({
      items: [{ id: 'si_1', price: 'price_2' }],
      proration_behavior: sent,
    });
  });

  it('refuses to guess which of several items is the plan', () => {
    expect(() => toChange({ id: 'sub_1', quantity: 2 }, [{ id: 'si_1' }, { id: 'si_2' }])).toThrow(/2 items/);
  });

  it('starts with a trial, and lists what has ended too', () => {
    const input = { customerId: 'cus_1', planId: 'price_1', trialDays: 14, paymentMethodId: 'pm_1' };
    expect(toSubscription(input)).toMatchObject({ trial_period_days: 14, default_payment_method: 'pm_1' });
    expect(toSubscriptionQuery({}, firstPage)).toEqual({ status: 'all' });
  });

  it('sends evidence for good, each text in its own field', () => {
    expect(
      toEvidence({ id: 'dp_1', evidence: { explanation: 'It was sent.', refundPolicy: 'None.' } }),
    ).toEqual({
      submit: true,
      evidence: { uncategorized_text: 'It was sent.', refund_policy_disclosure: 'None.' },
    });
  });
});
