import type { Entity, Open, VendorInput } from './entity.ts';
import type { Money } from './money.ts';

/**
 * How far a case is. `inquiry`: the bank asks, no money moved yet. `needs_response`: answer before `respondBy`.
 * `prevented`: settled before it became a case. `unknown`: read `raw`.
 */
export type DisputeStatus =
  | 'inquiry'
  | 'needs_response'
  | 'under_review'
  | 'won'
  | 'lost'
  | 'accepted'
  | 'expired'
  | 'prevented'
  | 'closed'
  | 'unknown';

/** A payer's bank takes the money back until the case is decided. */
export interface Dispute extends Entity {
  readonly paymentId: string;
  /** What the bank claims; may be less than the payment. */
  readonly amount: Money;
  readonly status: DisputeStatus;
  readonly reason: Open<'fraudulent' | 'duplicate' | 'not_received' | 'not_as_described' | 'other'>;
  /** Until when evidence counts; absent when the bank takes no answer. */
  readonly respondBy?: Date;
}

/** Input of `payments.disputes.submit`: evidence, sent once and for all. */
export interface SubmitEvidence {
  readonly id: string;
  /** At least one field, unless `vendor` holds the evidence. */
  readonly evidence: {
    readonly explanation?: string;
    readonly productDescription?: string;
    readonly customerName?: string;
    readonly customerEmail?: string;
    readonly shippingTrackingNumber?: string;
    readonly refundPolicy?: string;
  };
  readonly vendor?: VendorInput;
}

/** Input of `payments.disputes.list`. */
export interface ListDisputes {
  /** Only those of this payment. Default: all. */
  readonly paymentId?: string;
}
