import { describe, expect, it } from 'vitest';
import { fromCheckoutSession, fromSubscription } from '../src/response/checkout.ts';
import { fromCustomer, fromSetupIntent } from '../src/response/customer.ts';
import { checkoutSession, subscription } from './fixtures/billing.ts';
import { customer, setupIntent } from './fixtures/people.ts';

describe('checkouts and subscriptions', () => {
  it.each([
    ['open', 'unpaid', 'payment', false],
    ['complete', 'paid', 'payment', true],
    ['complete', 'unpaid', 'payment', false],
    ['complete', 'no_payment_required', 'payment', true],
    ['complete', 'no_payment_required', 'setup', false],
  ])('a page that is %s and %s for a %s has paid: %s', (status, payment_status, mode, paid) => {
    expect(fromCheckoutSession(checkoutSession({ status, payment_status, mode }))).toMatchObject({
      status,
      paid,
      reference: 'order-7',
    });
  });

  it('has an address only while it is open', () => {
    expect(fromCheckoutSession(checkoutSession()).url).toContain('cs_test_1');
    expect(fromCheckoutSession(checkoutSession({ status: 'expired' }))).not.toHaveProperty('url');
  });

  it.each([
    ['active', {}, 'active'],
    ['active', { pause_collection: { behavior: 'void', resumes_at: null } }, 'paused'],
    ['canceled', { pause_collection: { behavior: 'void', resumes_at: null } }, 'canceled'],
    ['incomplete_expired', {}, 'expired'],
    ['past_due', {}, 'past_due'],
    ['brand_new', {}, 'unknown'],
  ])('a subscription that is %s with %o is %s', (status, changes, expected) => {
    const result = fromSubscription(subscription({ status, ...changes }));
    expect(result).toMatchObject({
      status: expected,
      planId: 'price_basic',
      quantity: 2,
      reference: 'contract-7',
    });
  });

  it('ends with its period when it was told to', () => {
    const ending = fromSubscription(subscription({ cancel_at_period_end: true }));
    expect(ending.cancelAt).toEqual(ending.currentPeriodEnd);
    expect(fromSubscription(subscription())).not.toHaveProperty('cancelAt');
  });
});

describe('customers and setups', () => {
  it('does not show a deleted customer as one', () => {
    expect(fromCustomer(customer())).toMatchObject({
      reference: 'user-7',
      metadata: { team: 'navy' },
      name: 'Grace Hopper',
    });
    expect(() => fromCustomer({ id: 'cus_1', object: 'customer', deleted: true })).toThrow(/deleted/);
  });

  it('has failed when the bank refused, not when it never began', () => {
    const refused = setupIntent({
      status: 'requires_payment_method',
      last_setup_error: { type: 'card_error', code: 'card_declined' },
    });
    expect(fromSetupIntent(refused)).toMatchObject({
      status: 'failed',
      failure: { reason: 'card_declined' },
    });
    expect(fromSetupIntent(setupIntent({ status: 'requires_payment_method' })).status).toBe(
      'requires_payment_method',
    );
  });
});
