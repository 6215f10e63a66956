import { type Money, money, type PaymentState } from '@patchbay/payments';

/** What somebody wants to buy. It exists before any payment does, and its id is the key of its payment. */
export interface Order {
  readonly id: string;
  /** For people: 1, 2, 3, … */
  readonly number: number;
  readonly postcardId: string;
  readonly copies: number;
  readonly total: Money;
  readonly placedAt: Date;
  /** How many payment pages were opened for it: an expired page is followed by another. */
  readonly pages: number;
  readonly checkout?: OrderCheckout;
  readonly paymentId?: string;
  /** Where its mails go; absent in orders of before there were any. */
  readonly email?: string;
  /** Whose it is; absent in orders of before there were accounts. */
  readonly accountId?: string;
  /** The picture of the buyer's own, instead of that of the rack. */
  readonly pictureId?: string;
}

/** The hosted payment page of an order, as the shop last saw it. */
export interface OrderCheckout {
  readonly id: string;
  /** Whose page it is, and who then has the money: nobody else can answer for it. */
  readonly provider: string;
  readonly status: 'open' | 'complete' | 'expired' | 'unknown';
  readonly url?: string;
}

/** Money on its way back. The row is written before the provider is asked; its id is the key of the refund. */
export interface RefundRow {
  readonly id: string;
  readonly orderId: string;
  readonly amount: Money;
  /** `asked`: nobody knows yet whether the provider did it; asking again under the same key is safe. */
  readonly status: 'asked' | 'pending' | 'succeeded' | 'failed';
  readonly providerId?: string;
  readonly askedAt: Date;
}

export type OrderStatus =
  | 'unpaid'
  | 'waiting'
  | 'processing'
  | 'declined'
  | 'expired'
  | 'canceled'
  | 'paid'
  | 'partly_refunded'
  | 'refunded';

/** How far an order is: what the payment says, or the payment page where there is no payment yet. */
export function statusOf(
  { checkout }: Order,
  payment: PaymentState | undefined,
  refunds: readonly RefundRow[],
): OrderStatus {
  if (payment !== undefined && payment.captured.minor > 0) {
    const minor = givenBack(payment, refunds);
    if (minor === 0) return 'paid';
    return minor < payment.captured.minor ? 'partly_refunded' : 'refunded';
  }
  const byPayment = payment && statusOfPayment[payment.status];
  if (checkout?.status === 'expired') return 'expired';
  if (byPayment !== undefined && (byPayment !== 'declined' || payment?.failure !== undefined))
    return byPayment;
  if (checkout === undefined) return 'unpaid';
  return checkout.status === 'complete' ? 'processing' : 'waiting';
}

const statusOfPayment: Readonly<Partial<Record<PaymentState['status'], OrderStatus>>> = {
  requires_payment_method: 'declined',
  failed: 'declined',
  processing: 'processing',
  authorized: 'processing',
  canceled: 'canceled',
  expired: 'expired',
};

/** States that news may still change without anybody's doing at the shop. */
export function isPending(status: OrderStatus): boolean {
  return status === 'waiting' || status === 'processing' || status === 'declined';
}

/** What can still be given back. */
export function refundable(payment: PaymentState, refunds: readonly RefundRow[]): Money {
  const { minor, currency } = payment.captured;
  return money(Math.max(0, minor - givenBack(payment, refunds)), currency);
}

/** What went back or is on its way: by the payment, which also knows of refunds that were not made here. */
function givenBack({ refunded }: PaymentState, refunds: readonly RefundRow[]): number {
  const sum = (rows: readonly RefundRow[]): number =>
    rows.reduce((minor, { amount }) => minor + amount.minor, 0);
  const failed = sum(
    refunds.filter(({ status, providerId }) => status === 'failed' && providerId !== undefined),
  );
  const live = sum(refunds.filter(({ status }) => status !== 'failed'));
  // A refund that fails later stays in the payment's sum, which never falls; one that was refused never was in it.
  return Math.max(refunded.minor - failed, live);
}
