import type { Account } from '../account.ts';
import { findCustomer, mergeMetadata } from '../account.ts';
import { invalidRequest, missingParameter, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import type { WirePrice, WireSubscription } from '../protocol/wire.ts';
import { bill, defaultMethod } from './invoices.ts';
import { checkAttached, recurringPrice, setSettings } from './subscription-checks.ts';
import { periodLines, startTrial } from './subscription-flow.ts';
import type { createSubscription as create } from './subscription-params.ts';
import { newItem, newSubscription } from './subscription-shapes.ts';

export function createSubscription(account: Account, input: Input<typeof create>): WireSubscription {
  const customer = findCustomer(account, input.customer, 'customer');
  const prices = input.items.map((item, index) => recurringPrice(account, item, `items[${index}]`));
  const [first] = prices;
  if (first === undefined) throw missingParameter('items');
  checkSameRhythm(prices);
  if (input.default_payment_method !== undefined)
    checkAttached(account, input.default_payment_method, customer.id);
  const subscription = newSubscription(account, {
    customer: customer.id,
    currency: first.currency,
    metadata: mergeMetadata(null, input.metadata),
    method: input.default_payment_method ?? null,
  });
  subscription.items.data = prices.map((price, index) =>
    newItem(account, subscription.id, price, input.items[index]?.quantity ?? 1),
  );
  setSettings(subscription, input);
  const trialEnd = trialEndOf(account, input);
  if (trialEnd > account.now()) startTrial(account, subscription, trialEnd);
  else firstPayment(account, subscription, input.payment_behavior ?? 'allow_incomplete');
  account.tables.subscriptions.set(subscription.id, subscription);
  account.emit('customer.subscription.created', subscription);
  return subscription;
}

function trialEndOf(account: Account, input: Input<typeof create>): number {
  if (input.trial_end === undefined) return account.now() + (input.trial_period_days ?? 0) * 86_400;
  if (input.trial_end === 'now') return account.now();
  if (!/^\d+$/.test(input.trial_end)) {
    throw invalidRequest(`Invalid timestamp: ${input.trial_end}`, { param: 'trial_end' });
  }
  return Number(input.trial_end);
}

/** https://docs.stripe.com/api/subscriptions/create#create_subscription-payment_behavior (2026-11-22) */
function firstPayment(account: Account, subscription: WireSubscription, behavior: string): void {
  const lines = periodLines(subscription);
  const due = lines.reduce((sum, line) => sum + line.amount, 0);
  if (behavior === 'default_incomplete' && due > 0) {
    bill(account, subscription, lines, 'subscription_create', 'await_payer');
    return;
  }
  if (due > 0 && defaultMethod(account, subscription) === undefined) {
    throw wrongState(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
      { code: 'resource_missing' },
    );
  }
  const { invoice, failure } = bill(account, subscription, lines, 'subscription_create');
  if (invoice.status === 'paid') subscription.status = 'active';
  if (behavior !== 'error_if_incomplete' || invoice.status === 'paid') return;
  invoice.status = 'void';
  throw (
    failure ??
    wrongState('The first payment of this subscription requires an action of the customer.', {
      code: 'subscription_payment_intent_requires_action',
    })
  );
}

function checkSameRhythm(prices: readonly WirePrice[]): void {
  const rhythms = new Set(
    prices.map(
      ({ currency, recurring }) => `${currency} ${recurring?.interval} ${recurring?.interval_count}`,
    ),
  );
  if (rhythms.size > 1) {
    throw invalidRequest('All prices of a subscription must have the same currency and recurring interval.', {
      param: 'items',
    });
  }
}
