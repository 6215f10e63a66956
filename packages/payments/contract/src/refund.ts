import type { Entity, Metadata, VendorInput } from './entity.ts';
import type { Money } from './money.ts';

/**
 * How far a refund is. `succeeded`: the vendor sent it; the bank may still send it back, then it is `failed`.
 * `requires_action`: the payer has to say where the money goes. `unknown`: read `raw`.
 */
export type RefundStatus = 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled' | 'unknown';

/** Money on its way back. A refund has a life of its own: it may fail days later. */
export interface Refund extends Entity {
  readonly paymentId: string;
  readonly amount: Money;
  readonly status: RefundStatus;
  /** Why it failed, as the vendor says. */
  readonly failure?: string;
}

/** Input of `payments.refunds.create`. */
export interface CreateRefund {
  readonly paymentId: string;
  /** Default: all that is captured and not refunded yet. */
  readonly amount?: Money;
  readonly reason?: 'requested_by_customer' | 'duplicate' | 'fraudulent';
  /** Trait `metadata`. */
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Input of `payments.refunds.list`. */
export interface ListRefunds {
  /** Only those of this payment. Default: all. */
  readonly paymentId?: string;
}
