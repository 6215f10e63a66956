import type { CreateCheckout, Money } from '@patchbay/payments';
import { createCustomer, getCustomer } from './customers.ts';
import { type ById, type Desk, newEntity, planOf } from './desk.ts';
import { usableMethod } from './methods.ts';
import { cancelPayment, confirmPayment, createPayment } from './payments.ts';
import type { CheckoutRecord, PaymentRecord, SetupRecord } from './records.ts';
import { refuse } from './refusal.ts';
import { createSetup, trySetup } from './setups.ts';
import { retryStart, startSubscription } from './subscriptions.ts';

const openMs = 86_400_000;

export function createCheckout(desk: Desk, input: CreateCheckout): CheckoutRecord {
  const { successUrl, cancelUrl, customerId, customerEmail, reference } = input;
  if (customerId !== undefined) getCustomer(desk, customerId);
  const expiresAt = input.expiresAt?.getTime() ?? desk.now + openMs;
  if (expiresAt <= desk.now) throw refuse('invalid_parameter', 'expiresAt: give a time in the future.');
  const entity = newEntity(desk, 'checkout', input.metadata);
  return desk.ledger.add({
    ...entity,
    status: 'open',
    url: `${desk.publicUrl}/pay/${entity.id}`,
    paid: false,
    ...purchaseOf(desk, input),
    successUrl,
    cancelUrl,
    ...(customerId !== undefined && { customerId }),
    ...(customerEmail !== undefined && { customerEmail }),
    ...(reference !== undefined && { reference }),
    expiresAt,
  });
}

type Purchase = Pick<
  CheckoutRecord,
  'mode' | 'amount' | 'items' | 'capture' | 'saveFor' | 'planId' | 'quantity'
>;

function purchaseOf(desk: Desk, input: CreateCheckout): Purchase {
  const nothing = { items: [], capture: 'automatic', quantity: 1 } as const;
  if (input.mode === 'setup') return { ...nothing, items: [], mode: 'setup' };
  if (input.mode === 'subscription') {
    const { name, amount, id } = planOf(desk, input.planId);
    const { quantity = 1 } = input;
    const items = [{ name, unitAmount: { ...amount }, quantity }];
    return { ...nothing, mode: 'subscription', items, planId: id, quantity, amount: totalOf(items) };
  }
  const { capture = 'automatic', saveFor } = input;
  const items = input.items.map(({ name, unitAmount, quantity }) => ({
    name,
    unitAmount: { ...unitAmount },
    quantity,
  }));
  return {
    mode: 'payment',
    items,
    quantity: 1,
    capture,
    amount: totalOf(items),
    ...(saveFor !== undefined && { saveFor }),
  };
}

function totalOf(items: readonly { readonly unitAmount: Money; readonly quantity: number }[]): Money {
  const minor = items.reduce((sum, { unitAmount, quantity }) => sum + unitAmount.minor * quantity, 0);
  if (!Number.isSafeInteger(minor)) throw refuse('invalid_parameter', 'items: the total is too large.');
  return { minor, currency: items[0]?.unitAmount.currency ?? '' };
}

/** Closes an open page; one that is closed already stays as it is. */
export function expireCheckout(desk: Desk, { id }: ById): CheckoutRecord {
  const checkout = desk.ledger.get('checkout', id);
  if (checkout.status === 'expired') return checkout;
  if (checkout.status === 'complete')
    throw refuse('wrong_state', `The checkout ${id} is complete: it cannot expire.`);
  checkout.status = 'expired';
  const payment = desk.ledger.find('payment', checkout.paymentId);
  if (payment !== undefined && unfinished.has(payment.status)) cancelPayment(desk, payment);
  desk.emit('checkout.expired', checkout);
  return checkout;
}

const unfinished: ReadonlySet<string> = new Set(['failed', 'requires_action', 'requires_payment_method']);

/** The payer chose a method on the page. A page that is no longer open stays as it is: nobody pays twice. */
export function payCheckout(desk: Desk, id: string, methodId: string): CheckoutRecord {
  const checkout = desk.ledger.get('checkout', id);
  if (checkout.status !== 'open' || isUnderWay(desk, checkout)) return checkout;
  if (checkout.mode === 'setup') trySave(desk, checkout, methodId);
  else if (checkout.mode === 'subscription') subscribe(desk, checkout, methodId);
  else payOnce(desk, checkout, methodId);
  return checkout;
}

/** Notices how the payment or setup of a checkout went. */
export function followCheckout(desk: Desk, record: PaymentRecord | SetupRecord): void {
  const checkout = desk.ledger.find('checkout', record.checkoutId);
  if (checkout === undefined) return;
  checkout.paid =
    record.kind === 'payment' && (record.status === 'captured' || record.status === 'partially_captured');
  if (checkout.status !== 'open' || !completing.has(record.status)) return;
  checkout.status = 'complete';
  desk.emit('checkout.completed', checkout);
}

const completing: ReadonlySet<string> = new Set(['captured', 'authorized', 'processing', 'succeeded']);

function isUnderWay(desk: Desk, { paymentId, setupId }: CheckoutRecord): boolean {
  const current = desk.ledger.find('payment', paymentId) ?? desk.ledger.find('setup', setupId);
  return current?.status === 'requires_action';
}

function payOnce(desk: Desk, checkout: CheckoutRecord, paymentMethodId: string): void {
  const { amount, capture, saveFor, reference, metadata } = checkout;
  if (amount === undefined) return;
  if (checkout.paymentId !== undefined) {
    confirmPayment(desk, { id: checkout.paymentId, paymentMethodId });
    return;
  }
  if (saveFor !== undefined) ensureCustomer(desk, checkout);
  const { customerId } = checkout;
  const payment = createPayment(
    desk,
    {
      amount,
      capture,
      metadata,
      ...(customerId !== undefined && { customerId }),
      ...(saveFor !== undefined && { saveFor }),
      ...(reference !== undefined && { reference }),
    },
    { checkoutId: checkout.id },
  );
  checkout.paymentId = payment.id;
  confirmPayment(desk, { id: payment.id, paymentMethodId });
}

function subscribe(desk: Desk, checkout: CheckoutRecord, paymentMethodId: string): void {
  if (checkout.subscriptionId !== undefined)
    return retryStart(desk, checkout.subscriptionId, paymentMethodId);
  const { planId = '', quantity, metadata, reference } = checkout;
  startSubscription(
    desk,
    {
      customerId: ensureCustomer(desk, checkout),
      planId,
      quantity,
      paymentMethodId,
      metadata,
      ...(reference !== undefined && { reference }),
    },
    checkout,
  );
}

function trySave(desk: Desk, checkout: CheckoutRecord, paymentMethodId: string): void {
  const { customerId = '', setupId } = checkout;
  if (setupId === undefined)
    checkout.setupId = createSetup(desk, { customerId, metadata: checkout.metadata }, checkout.id).id;
  const setup = desk.ledger.get('setup', checkout.setupId ?? '');
  trySetup(desk, setup, usableMethod(desk, paymentMethodId, customerId));
}

function ensureCustomer(desk: Desk, checkout: CheckoutRecord): string {
  const { customerEmail } = checkout;
  checkout.customerId ??= createCustomer(desk, {
    ...(customerEmail !== undefined && { email: customerEmail }),
  }).id;
  return checkout.customerId;
}
