import type { Money } from './money.ts';
import type { PaymentState, PaymentStatus } from './payment.ts';

/** How far along a status is. News of a lower rank is old news. */
const rank = {
  unknown: 0,
  requires_payment_method: 1,
  requires_confirmation: 2,
  requires_action: 3,
  processing: 4,
  failed: 5, // how an action or a debit under way may end; another try may still bring the money
  authorized: 6,
  partially_captured: 7,
  expired: 8,
  canceled: 9,
  captured: 10,
} as const satisfies Record<PaymentStatus, number>;

/**
 * Joins what is stored with news of the same payment. It only ever moves forward: each amount is the largest that was
 * ever told, the status the furthest. So merging is commutative, associative and idempotent, and neither a replay nor
 * another order does harm. (Of two refusals the newest is kept: they have no order of their own.)
 * @throws `RangeError` when the two are different payments, or in different currencies.
 * @example const next = mergePayment(rows.get(payment.id), payment);
 */
export function mergePayment(stored: PaymentState | undefined, news: PaymentState): PaymentState {
  if (stored === undefined) return toState(news);
  if (stored.id !== news.id) throw new RangeError(`${stored.id} and ${news.id} are different payments.`);
  if (stored.amount.currency !== news.amount.currency)
    throw new RangeError(`${news.id} is in ${stored.amount.currency}, not in ${news.amount.currency}.`);
  const [lead, other] = rank[news.status] >= rank[stored.status] ? [news, stored] : [stored, news];
  return toState({
    ...lead,
    failure: lead.failure ?? (lead.status === other.status ? other.failure : undefined),
    reference: news.reference ?? stored.reference,
    amount: larger(stored.amount, news.amount),
    authorized: larger(stored.authorized, news.authorized),
    captured: larger(stored.captured, news.captured),
    refunded: larger(stored.refunded, news.refunded),
  });
}

function larger(left: Money, right: Money): Money {
  return right.minor > left.minor ? right : left;
}

/** A state whose optional fields may also be there without a value. */
type Loose = Omit<PaymentState, 'failure' | 'reference'> & {
  readonly [K in 'failure' | 'reference']?: PaymentState[K] | undefined;
};

/** The storable part of a payment, nothing else. */
function toState(payment: Loose): PaymentState {
  const { id, status, amount, authorized, captured, refunded, failure, reference } = payment;
  const failed = status === 'failed' || status === 'canceled' ? failure : undefined;
  return {
    id,
    status,
    amount,
    authorized,
    captured,
    refunded,
    capturable: capturableOf(payment),
    ...(failed !== undefined && { failure: failed }),
    ...(reference !== undefined && { reference }),
  };
}

/** Follows from the rest, so that it cannot lag behind it. */
function capturableOf({ status, authorized, captured }: Loose): Money {
  const isOpen = status === 'authorized' || status === 'partially_captured';
  const minor = isOpen ? Math.max(0, authorized.minor - captured.minor) : 0;
  return { minor, currency: authorized.currency };
}
