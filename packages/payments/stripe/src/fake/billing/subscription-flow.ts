import type { Account } from '../account.ts';
import type { Rejection } from '../protocol/errors.ts';
import type { WireInvoice, WireItem, WirePrice, WireSubscription } from '../protocol/wire.ts';
import { snapshot } from '../protocol/wire.ts';
import { periodEnd } from './intervals.ts';
import type { BilledLine } from './invoice-shapes.ts';
import type { Collection } from './invoices.ts';
import { bill, defaultMethod } from './invoices.ts';
import { planOf } from './subscription-shapes.ts';

/** Ends the current period, as if its last second had passed. */
export function advance(account: Account, subscription: WireSubscription): void {
  if (subscription.status === 'canceled' || subscription.status === 'paused') return;
  if (subscription.cancel_at_period_end) {
    endSubscription(account, subscription, 'cancellation_requested');
    return;
  }
  if (subscription.status === 'trialing' && defaultMethod(account, subscription) === undefined) {
    const behavior = subscription.trial_settings?.end_behavior.missing_payment_method;
    if (behavior === 'cancel') return endSubscription(account, subscription, 'payment_failed');
    if (behavior === 'pause') return pause(account, subscription);
  }
  renew(account, subscription);
}

/** Starts the period that follows the current one, and bills it. */
function renew(account: Account, subscription: WireSubscription): void {
  const before = snapshot(subscription);
  if (subscription.status === 'trialing') subscription.status = 'active';
  startPeriod(subscription, subscription.items.data[0]?.current_period_end ?? account.now());
  const pending = account.secrets.prorations.get(subscription.id) ?? [];
  account.secrets.prorations.delete(subscription.id);
  const collection: Collection = pauseBehavior(subscription) ?? 'charge';
  bill(account, subscription, [...pending, ...periodLines(subscription)], 'subscription_cycle', collection);
  account.emit('customer.subscription.updated', subscription, before);
}

function pauseBehavior(subscription: WireSubscription): Collection | undefined {
  const behaviors = ['void', 'keep_as_draft', 'mark_uncollectible'] as const;
  return behaviors.find((behavior) => behavior === subscription.pause_collection?.behavior);
}

export function endSubscription(
  account: Account,
  subscription: WireSubscription,
  reason: 'cancellation_requested' | 'payment_failed',
): void {
  subscription.status = 'canceled';
  subscription.canceled_at ??= account.now();
  subscription.ended_at = account.now();
  subscription.cancel_at_period_end = false;
  subscription.cancellation_details = { comment: null, feedback: null, feedback_option: null, reason };
  account.emit('customer.subscription.deleted', subscription);
}

export function pause(account: Account, subscription: WireSubscription): void {
  subscription.status = 'paused';
  account.emit('customer.subscription.paused', subscription);
}

/** Brings a paused subscription back with a new period that starts now. */
export function resume(account: Account, subscription: WireSubscription): Rejection | undefined {
  subscription.status = 'active';
  startPeriod(subscription, account.now());
  const { failure } = bill(account, subscription, periodLines(subscription), 'subscription_update');
  if (failure !== undefined) subscription.status = 'past_due';
  account.emit('customer.subscription.resumed', subscription);
  return failure;
}

export interface ItemChange {
  readonly item: WireItem;
  readonly price: WirePrice;
  readonly quantity: number;
  /** True if the subscription did not have the item before. */
  readonly added: boolean;
  readonly removed: boolean;
}

/** A free first period. Checkout and the API both start it here. */
export function startTrial(account: Account, subscription: WireSubscription, end: number): WireInvoice {
  subscription.status = 'trialing';
  subscription.trial_start = account.now();
  subscription.trial_end = end;
  for (const item of subscription.items.data) item.current_period_end = end;
  const lines = periodLines(subscription).map((line) => ({
    ...line,
    amount: 0,
    description: 'Trial period',
  }));
  return bill(account, subscription, lines, 'subscription_create').invoice;
}

/** Applies changes to items. Returns the card error if an invoice was due at once and was declined. */
export function changeItems(
  account: Account,
  subscription: WireSubscription,
  changes: readonly ItemChange[],
  behavior: 'create_prorations' | 'always_invoice' | 'none',
): Rejection | undefined {
  const trialing = subscription.status === 'trialing';
  const newRhythm = changes.some(({ item, price, removed }) => !removed && !sameRhythm(item.price, price));
  const lines =
    behavior === 'none' || trialing ? [] : changes.flatMap((change) => prorate(account, change, newRhythm));
  for (const change of changes) apply(subscription, change);
  // Another interval starts a new billing period at once: https://docs.stripe.com/billing/subscriptions/prorations
  if (newRhythm && !trialing) {
    startPeriod(subscription, account.now());
    return bill(account, subscription, [...lines, ...periodLines(subscription)], 'subscription_update')
      .failure;
  }
  if (behavior === 'always_invoice' && lines.length > 0) {
    return bill(account, subscription, lines, 'subscription_update').failure;
  }
  const waiting = account.secrets.prorations.get(subscription.id) ?? [];
  account.secrets.prorations.set(subscription.id, [...waiting, ...lines]);
  return undefined;
}

/** One line per item for the whole current period. */
export function periodLines(subscription: WireSubscription): BilledLine[] {
  return subscription.items.data.map((item) => ({
    amount: (item.price.unit_amount ?? 0) * (item.quantity ?? 1),
    description: `${item.quantity ?? 1} × ${item.price.nickname ?? item.price.id}`,
    price: item.price,
    quantity: item.quantity ?? 1,
    itemId: item.id,
    proration: false,
    period: { start: item.current_period_start, end: item.current_period_end },
  }));
}

export function startPeriod(subscription: WireSubscription, start: number): void {
  for (const item of subscription.items.data) {
    item.current_period_start = start;
    item.current_period_end = item.price.recurring ? periodEnd(start, item.price.recurring) : start;
  }
}

/** A credit for the unused time at the old price, and a charge for the rest of the period at the new one. */
function prorate(
  account: Account,
  { item, price, quantity, added, removed }: ItemChange,
  creditOnly: boolean,
): BilledLine[] {
  const { current_period_start: start, current_period_end: end } = item;
  const now = Math.min(Math.max(account.now(), start), end);
  const share = end === start ? 0 : (end - now) / (end - start);
  const line = (amount: number, billed: WirePrice, count: number, description: string): BilledLine => ({
    amount,
    description,
    price: billed,
    quantity: count,
    itemId: item.id,
    proration: true,
    period: { start: now, end },
  });
  const old = Math.round((item.price.unit_amount ?? 0) * (item.quantity ?? 1) * share);
  const rest = Math.round((price.unit_amount ?? 0) * quantity * share);
  return [
    ...(added ? [] : [line(-old, item.price, item.quantity ?? 1, 'Unused time')]),
    ...(removed || creditOnly ? [] : [line(rest, price, quantity, 'Remaining time')]),
  ];
}

function apply(subscription: WireSubscription, { item, price, quantity, added, removed }: ItemChange): void {
  if (removed) {
    subscription.items.data = subscription.items.data.filter(({ id }) => id !== item.id);
    return;
  }
  item.price = price;
  item.plan = planOf(price);
  item.quantity = quantity;
  if (added) subscription.items.data.push(item);
}

function sameRhythm(a: WirePrice, b: WirePrice): boolean {
  return (
    a.recurring?.interval === b.recurring?.interval &&
    a.recurring?.interval_count === b.recurring?.interval_count
  );
}
