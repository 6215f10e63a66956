import type { Entity, Open, VendorInput } from './entity.ts';
import type { Money } from './money.ts';

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
  readonly amount: Money;
  readonly status: DisputeStatus;
  readonly reason: Open<'fraudulent' | 'duplicate' | 'not_received' | 'not_as_described' | 'other'>;
  readonly respondBy?: Date;
}

/** Input of `payments.disputes.submit`: evidence, sent once and for all. */
export interface SubmitEvidence {
  readonly id: string;
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
  readonly paymentId?: string;
}
