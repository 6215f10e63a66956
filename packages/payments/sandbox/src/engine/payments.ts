import type {
  AdjustPayment,
  CancelPayment,
  CapturePayment,
  ConfirmPayment,
  CreatePayment,
  Money,
} from '@patchbay/payments';
import { charge, take } from './charge.ts';
import { getCustomer } from './customers.ts';
import { type Desk, newEntity } from './desk.ts';
import { type UsableMethod, usableMethod } from './methods.ts';
import type { PaymentRecord } from './records.ts';
import { refuse } from './refusal.ts';

/** What a payment may belong to inside the sandbox. */
export interface PaymentOrigin {
  readonly checkoutId?: string;
  readonly subscriptionId?: string;
}

export function createPayment(desk: Desk, input: CreatePayment, origin: PaymentOrigin = {}): PaymentRecord {
  const { paymentMethodId, customerId, confirm = paymentMethodId !== undefined } = input;
  if (customerId !== undefined) getCustomer(desk, customerId);
  else if (input.saveFor !== undefined)
    throw refuse('missing_parameter', 'customerId: say whose method to save.');
  const method = paymentMethodId === undefined ? undefined : usableMethod(desk, paymentMethodId, customerId);
  if (confirm && method === undefined)
    throw refuse('missing_parameter', 'paymentMethodId: give one to confirm with.');
  const payment = desk.ledger.add(newPayment(desk, input, origin));
  if (confirm && method !== undefined) charge(desk, payment, method);
  return payment;
}

function newPayment(desk: Desk, input: CreatePayment, origin: PaymentOrigin): PaymentRecord {
  const { amount, capture = 'automatic', offSession = false, paymentMethodId } = input;
  const { saveFor, customerId, reference, description, returnUrl } = input;
  return {
    ...newEntity(desk, 'payment', input.metadata),
    status: paymentMethodId === undefined ? 'requires_payment_method' : 'requires_confirmation',
    amount: { ...amount },
    authorized: 0,
    captured: 0,
    refunded: 0,
    capturable: 0,
    capture,
    offSession,
    ...(saveFor !== undefined && { saveFor }),
    ...(customerId !== undefined && { customerId }),
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...(reference !== undefined && { reference }),
    ...(description !== undefined && { description }),
    ...(returnUrl !== undefined && { returnUrl }),
    ...origin,
  };
}

const confirmable: ReadonlySet<string> = new Set([
  'requires_payment_method',
  'requires_confirmation',
  'failed',
]);

export function confirmPayment(desk: Desk, input: ConfirmPayment): PaymentRecord {
  const payment = desk.ledger.get('payment', input.id);
  if (!confirmable.has(payment.status)) throw wrongState(payment, 'be confirmed');
  const methodId = input.paymentMethodId ?? payment.paymentMethodId;
  if (methodId === undefined) throw refuse('missing_parameter', 'paymentMethodId: give one to confirm with.');
  const method: UsableMethod = usableMethod(desk, methodId, payment.customerId);
  if (input.returnUrl !== undefined) payment.returnUrl = input.returnUrl;
  charge(desk, payment, method);
  return payment;
}

export function capturePayment(desk: Desk, input: CapturePayment): PaymentRecord {
  const payment = desk.ledger.get('payment', input.id);
  const { amount, final = true } = input;
  assertCurrency(payment, amount);
  if (payment.status === 'captured') {
    if (amount === undefined || amount.minor === payment.captured) return payment;
    throw refuse('already_captured', `The payment ${payment.id} is captured already.`);
  }
  if (payment.status === 'expired')
    throw refuse('authorization_lapsed', `The authorization of ${payment.id} has lapsed.`);
  if (payment.capturable === 0) throw wrongState(payment, 'be captured');
  const minor = amount?.minor ?? payment.capturable;
  if (minor > payment.capturable) {
    throw refuse(
      'over_capture',
      `Of ${payment.id} ${payment.capturable} is open for capture; ${minor} was asked for.`,
    );
  }
  take(desk, payment, minor, final);
  return payment;
}

const cancelable: ReadonlySet<string> = new Set([...confirmable, 'requires_action', 'authorized']);

export function cancelPayment(desk: Desk, { id, reason }: CancelPayment): PaymentRecord {
  const payment = desk.ledger.get('payment', id);
  if (payment.status === 'canceled') return payment;
  if (payment.captured > 0)
    throw refuse('already_captured', `The payment ${id} is captured: refund it instead.`);
  if (!cancelable.has(payment.status)) throw wrongState(payment, 'be canceled');
  release(payment);
  payment.status = 'canceled';
  if (reason !== undefined) payment.cancelReason = reason;
  desk.emit('payment.canceled', payment);
  desk.follow(payment);
  return payment;
}

/** An authorization that nobody captured in time. */
export function expirePayment(desk: Desk, payment: PaymentRecord): void {
  release(payment);
  payment.status = payment.captured > 0 ? 'captured' : 'expired';
  desk.emit(payment.captured > 0 ? 'payment.captured' : 'payment.canceled', payment);
  desk.follow(payment);
}

export function adjustPayment(desk: Desk, { id, amount }: AdjustPayment): PaymentRecord {
  const payment = desk.ledger.get('payment', id);
  assertCurrency(payment, amount);
  if (payment.status !== 'authorized' && payment.status !== 'partially_captured')
    throw wrongState(payment, 'be adjusted');
  if (amount.minor <= payment.captured) {
    throw refuse(
      'invalid_parameter',
      `amount: ${payment.captured} is captured already; give more than that.`,
    );
  }
  payment.amount.minor = amount.minor;
  payment.authorized = amount.minor;
  payment.capturable = amount.minor - payment.captured;
  desk.emit('payment.authorized', payment);
  return payment;
}

/** @throws `SandboxError` `invalid_parameter` when an amount is in another currency than its payment. */
export function assertCurrency({ id, amount: { currency } }: PaymentRecord, amount: Money | undefined): void {
  if (amount === undefined || amount.currency === currency) return;
  throw refuse('invalid_parameter', `amount: the payment ${id} is in ${currency}, not ${amount.currency}.`);
}

function release(payment: PaymentRecord): void {
  payment.capturable = 0;
  delete payment.actionUrl;
  delete payment.expiresAt;
}

function wrongState({ id, status }: PaymentRecord, to: string) {
  return refuse('wrong_state', `The payment ${id} is ${status}: it cannot ${to}.`);
}
