import type { CancelSubscription, ChangeSubscription, CreateSubscription } from '@patchbay/payments';
import { testMethodOf } from './cards.ts';
import { getCustomer } from './customers.ts';
import { type ById, type Desk, newEntity, planOf } from './desk.ts';
import { keepMethod, methodsOf, usableMethod } from './methods.ts';
import { confirmPayment, createPayment } from './payments.ts';
import { endOfPeriod } from './plans.ts';
import type { CheckoutRecord, PaymentRecord, SubscriptionRecord } from './records.ts';
import { refuse } from './refusal.ts';

const dayMs = 86_400_000;

/** Starts a subscription; the first period is paid at once unless there is a trial. */
export function startSubscription(
  desk: Desk,
  input: CreateSubscription,
  checkout?: CheckoutRecord,
): SubscriptionRecord {
  const { customerId, trialDays, quantity = 1, reference } = input;
  getCustomer(desk, customerId);
  const plan = planOf(desk, input.planId);
  const paymentMethodId = input.paymentMethodId ?? methodsOf(desk, customerId)[0]?.id;
  if (paymentMethodId !== undefined) usableMethod(desk, paymentMethodId, customerId);
  const periodEnd =
    trialDays === undefined ? endOfPeriod(desk.now, plan.interval) : desk.now + trialDays * dayMs;
  const subscription: SubscriptionRecord = {
    ...newEntity(desk, 'subscription', input.metadata),
    status: trialDays === undefined ? 'incomplete' : 'trialing',
    customerId,
    planId: plan.id,
    quantity,
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    periodStart: desk.now,
    periodEnd,
    ...(reference !== undefined && { reference }),
    balance: 0,
  };
  if (checkout !== undefined) checkout.subscriptionId = subscription.id;
  if (trialDays === undefined) bill(desk, subscription, 'start', plan.amount.minor * quantity, checkout);
  else keepToken(desk, subscription);
  enter(desk, subscription);
  return subscription;
}

/** It enters the books with its first payment made or refused: nobody hears of a state in between. */
function enter(desk: Desk, subscription: SubscriptionRecord): void {
  const payment = desk.ledger.find('payment', subscription.paymentId);
  if (payment?.status === 'captured') activate(desk, subscription);
  desk.ledger.add(subscription);
  desk.emit('subscription.created', subscription);
  if (payment?.status === 'failed') desk.emit('subscription.payment_failed', subscription);
}

/** The payer tries another method for a subscription that could not start. */
export function retryStart(desk: Desk, id: string, paymentMethodId: string): void {
  const subscription = running(desk, id, 'be paid');
  subscription.paymentMethodId = paymentMethodId;
  if (subscription.paymentId !== undefined)
    confirmPayment(desk, { id: subscription.paymentId, paymentMethodId });
}

export function changeSubscription(desk: Desk, input: ChangeSubscription): SubscriptionRecord {
  const subscription = running(desk, input.id, 'be changed');
  const before = planOf(desk, subscription.planId);
  const after = planOf(desk, input.planId ?? subscription.planId);
  const quantity = input.quantity ?? subscription.quantity;
  if (after.amount.currency !== before.amount.currency) {
    throw refuse('invalid_parameter', `planId: ${after.id} is in another currency than ${before.id}.`);
  }
  const difference = after.amount.minor * quantity - before.amount.minor * subscription.quantity;
  subscription.planId = after.id;
  subscription.quantity = quantity;
  const due = subscription.status === 'active' ? prorated(desk, subscription, difference) : 0;
  const { proration = 'prorate' } = input;
  if (proration !== 'none') subscription.balance += due;
  desk.emit('subscription.updated', subscription);
  if (proration === 'charge_now' && subscription.balance > 0) bill(desk, subscription, 'change', 0);
  return subscription;
}

/** Ends it now or with its period; one that has ended stays as it is. */
export function cancelSubscription(desk: Desk, { id, when = 'now' }: CancelSubscription): SubscriptionRecord {
  const subscription = desk.ledger.get('subscription', id);
  if (subscription.status === 'canceled') return subscription;
  running(desk, id, 'be canceled');
  if (when === 'now') return end(desk, subscription);
  subscription.cancelAt = subscription.periodEnd;
  desk.emit('subscription.updated', subscription);
  return subscription;
}

export function pauseSubscription(desk: Desk, { id }: ById): SubscriptionRecord {
  const subscription = running(desk, id, 'be paused');
  if (subscription.status === 'paused') return subscription;
  if (subscription.status === 'incomplete') throw wrongState(subscription, 'be paused');
  return turn(desk, subscription, 'paused');
}

export function resumeSubscription(desk: Desk, { id }: ById): SubscriptionRecord {
  const subscription = running(desk, id, 'be resumed');
  return subscription.status === 'paused' ? turn(desk, subscription, 'active') : subscription;
}

/** The end of the period: it ends, or the next period begins and is paid. */
export function renewSubscription(desk: Desk, id: string): SubscriptionRecord {
  const subscription = running(desk, id, 'be renewed');
  if (subscription.cancelAt !== undefined) return end(desk, subscription);
  if (subscription.status === 'incomplete') return turn(desk, subscription, 'expired');
  const { amount, interval } = planOf(desk, subscription.planId);
  subscription.periodStart = subscription.periodEnd;
  subscription.periodEnd = endOfPeriod(subscription.periodStart, interval);
  if (subscription.status === 'paused') return turn(desk, subscription, 'paused');
  bill(desk, subscription, 'period', amount.minor * subscription.quantity);
  return subscription;
}

/** Its time has come. */
export function end(desk: Desk, subscription: SubscriptionRecord): SubscriptionRecord {
  subscription.status = 'canceled';
  desk.emit('subscription.canceled', subscription);
  return subscription;
}

/** Notices how a payment for a subscription went. */
export function followSubscription(desk: Desk, payment: PaymentRecord): void {
  const subscription = desk.ledger.find('subscription', payment.subscriptionId);
  if (subscription === undefined || subscription.paymentId !== payment.id || ended.has(subscription.status))
    return;
  if (payment.status === 'captured') return paid(desk, subscription);
  if (payment.status !== 'failed') return;
  unpaid(desk, subscription);
}

const ended: ReadonlySet<string> = new Set(['canceled', 'expired']);

function paid(desk: Desk, subscription: SubscriptionRecord): void {
  const { paymentFor } = subscription;
  activate(desk, subscription);
  desk.emit(paymentFor === 'period' ? 'subscription.renewed' : 'subscription.updated', subscription);
}

function unpaid(desk: Desk, subscription: SubscriptionRecord): void {
  if (subscription.paymentFor !== 'start') subscription.status = 'past_due';
  desk.emit('subscription.payment_failed', subscription);
}

function activate(desk: Desk, subscription: SubscriptionRecord): void {
  subscription.status = 'active';
  keepToken(desk, subscription);
}

type Purpose = NonNullable<SubscriptionRecord['paymentFor']>;

/** Asks for a price and what is owed besides; credit is used up first. */
function bill(
  desk: Desk,
  subscription: SubscriptionRecord,
  purpose: Purpose,
  price: number,
  checkout?: CheckoutRecord,
): void {
  const { id, customerId, paymentMethodId, reference, metadata, planId } = subscription;
  const minor = price + subscription.balance;
  subscription.balance = Math.min(minor, 0);
  subscription.paymentFor = purpose;
  if (minor <= 0) return paid(desk, subscription);
  const payment = createPayment(
    desk,
    {
      amount: { minor, currency: planOf(desk, planId).amount.currency },
      customerId,
      metadata,
      offSession: purpose !== 'start',
      ...(reference !== undefined && { reference }),
    },
    { subscriptionId: id, ...(checkout !== undefined && { checkoutId: checkout.id }) },
  );
  subscription.paymentId = payment.id;
  if (checkout !== undefined) checkout.paymentId = payment.id;
  if (paymentMethodId !== undefined && isKnown(desk, paymentMethodId)) {
    confirmPayment(desk, { id: payment.id, paymentMethodId });
  } else if (purpose !== 'start') {
    unpaid(desk, subscription);
  }
}

/** The customer may have taken the method back meanwhile. */
function isKnown(desk: Desk, methodId: string): boolean {
  return testMethodOf(methodId) !== undefined || desk.ledger.find('method', methodId) !== undefined;
}

/** The part of a difference that falls on the rest of the period. */
function prorated(desk: Desk, { periodStart, periodEnd }: SubscriptionRecord, difference: number): number {
  const rest = Math.min(Math.max(periodEnd - desk.now, 0), periodEnd - periodStart);
  return Math.round((difference * rest) / (periodEnd - periodStart));
}

/** A test method that is used for a subscription is saved for its customer. */
function keepToken(desk: Desk, subscription: SubscriptionRecord): void {
  const test = testMethodOf(subscription.paymentMethodId ?? '');
  if (test !== undefined) subscription.paymentMethodId = keepMethod(desk, test, subscription.customerId).id;
}

function turn(
  desk: Desk,
  subscription: SubscriptionRecord,
  status: SubscriptionRecord['status'],
): SubscriptionRecord {
  subscription.status = status;
  desk.emit('subscription.updated', subscription);
  return subscription;
}

function running(desk: Desk, id: string, to: string): SubscriptionRecord {
  const subscription = desk.ledger.get('subscription', id);
  if (ended.has(subscription.status)) throw wrongState(subscription, to);
  return subscription;
}

function wrongState({ id, status }: SubscriptionRecord, to: string) {
  return refuse('wrong_state', `The subscription ${id} is ${status}: it cannot ${to}.`);
}
