import type { Money } from './money.ts';
import type { PaymentState, PaymentStatus } from './payment.ts';

/** How far along a status is. News of a lower rank is old news. */
const rank = {
  unknown: 0,
  requires_payment_method: 1,
  requires_confirmation: 2,
  failed: 3, // another try may follow
  requires_action: 4,
  processing: 5,
  authorized: 6,
  partially_captured: 7,
  canceled: 8,
  expired: 8,
  captured: 9,
} as const satisfies Record<PaymentStatus, number>;

/**
 * Joins what is stored with news of the same payment. It only ever moves forward, whatever the order and however
 * often: merging is commutative up to ties, associative and idempotent, so replays and reordering do no harm.
 * @throws `RangeError` when the two are different payments.
 */
export function mergePayment(stored: PaymentState | undefined, news: PaymentState): PaymentState {
  if (stored === undefined) return toState(news);
  if (stored.id !== news.id) throw new RangeError(`${stored.id} and ${news.id} are different payments.`);
  const [lead, other] = isAhead(news, stored) ? [news, stored] : [stored, news];
  return toState({
    ...other,
    ...lead,
    captured: larger(stored.captured, news.captured),
    refunded: larger(stored.refunded, news.refunded),
    authorized: larger(stored.authorized, news.authorized),
  });
}

function isAhead(left: PaymentState, right: PaymentState): boolean {
  if (rank[left.status] !== rank[right.status]) return rank[left.status] > rank[right.status];
  if (left.captured.minor !== right.captured.minor) return left.captured.minor > right.captured.minor;
  if (left.refunded.minor !== right.refunded.minor) return left.refunded.minor > right.refunded.minor;
  return left.capturable.minor < right.capturable.minor;
}

function larger(left: Money, right: Money): Money {
  return right.minor > left.minor ? right : left;
}

/** The storable part of a payment, nothing else. */
export function toState(payment: PaymentState): PaymentState {
  const { id, status, amount, authorized, captured, refunded, capturable, failure, reference } = payment;
  const failed = status === 'failed' || status === 'canceled' ? failure : undefined;
  return {
    id,
    status,
    amount,
    authorized,
    captured,
    refunded,
    capturable,
    ...(failed !== undefined && { failure: failed }),
    ...(reference !== undefined && { reference }),
  };
}
