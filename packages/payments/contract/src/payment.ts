import type { Entity, Metadata, Open, VendorInput } from './entity.ts';
import type { Money } from './money.ts';

/**
 * How far a payment is. `captured`: the money is yours. `processing` never counts as success. `unknown`: the vendor
 * said something that this version does not know; read `raw`.
 */
export type PaymentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'authorized'
  | 'partially_captured'
  | 'captured'
  | 'canceled'
  | 'failed'
  | 'expired'
  | 'unknown';

/** What the payer has to do before the payment goes on. */
export type NextAction =
  | { readonly type: 'redirect'; readonly url: string }
  | { readonly type: 'client_sdk'; readonly token: string }
  | {
      readonly type: 'display';
      readonly kind: Open<'qr' | 'voucher' | 'bank_transfer'>;
      readonly data: Metadata;
    };

/** Why the bank or the vendor refused. */
export type DeclineReason =
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'invalid_number'
  | 'incorrect_address'
  | 'lost_or_stolen'
  | 'suspected_fraud'
  | 'do_not_honor'
  | 'authentication_required'
  | 'authentication_failed'
  | 'limit_exceeded'
  | 'not_permitted'
  | 'currency_not_supported'
  | 'issuer_unavailable'
  | 'processing_error'
  | 'canceled_by_payer';

/** A refusal is a result, not an error: what to tell the payer, and whether another try can help. */
export interface PaymentFailure {
  readonly reason: DeclineReason;
  /** `same_method_later`: wait. `new_method`: ask for another one. `authenticate`: with the payer present. */
  readonly retry: 'never' | 'same_method_later' | 'new_method' | 'authenticate';
  /** The vendor's own code. */
  readonly vendorCode?: string;
  /** Fit for the payer. */
  readonly message: string;
}

/** The part of a payment that is worth storing: plain data, merged by `mergePayment`. */
export interface PaymentState {
  /** The vendor's id. */
  readonly id: string;
  readonly status: PaymentStatus;
  /** What was asked for. Merged: the most that ever was. */
  readonly amount: Money;
  /** Held on the payer's account, captured or not. Merged: the most that ever was. */
  readonly authorized: Money;
  /** What was taken, before any refund. */
  readonly captured: Money;
  /**
   * What went back. A refund that fails later is taken out again by `payments.get`, but a merged state keeps the most
   * that ever went back: the news that say less look like old news. What the payer has really got is the sum of
   * `payments.refunds.list` without those that failed or were canceled.
   */
  readonly refunded: Money;
  /** Still open for capture: `authorized` less `captured` while the authorization stands, else 0. */
  readonly capturable: Money;
  /** Why it was refused, on `failed` and, where the vendor says, on `canceled`. */
  readonly failure?: PaymentFailure;
  /** Your own id of the thing that is paid for. */
  readonly reference?: string;
}

/** A payment as the vendor has it. */
export interface Payment extends PaymentState, Entity {
  readonly customerId?: string;
  readonly paymentMethodId?: string;
  /** Set while `status` is `requires_action`. */
  readonly nextAction?: NextAction;
}

/** Input of `payments.create`. */
export interface CreatePayment {
  readonly amount: Money;
  /**
   * Your own id of the thing that is paid for; comes back on the payment and on its events. At most 200 characters;
   * some vendors keep less.
   */
  readonly reference?: string;
  /** `manual` only authorizes; capture later. Default `automatic`. */
  readonly capture?: 'automatic' | 'manual';
  /** `false` makes the payment without charging yet. Default: true when a payment method is given. */
  readonly confirm?: boolean;
  /** A saved method, or a token that the payer's browser got from the vendor. */
  readonly paymentMethodId?: string;
  /** The vendor's id of the payer; needed for a saved method. */
  readonly customerId?: string;
  /** The payer is not present. */
  readonly offSession?: boolean;
  /** Keep the payment method for later. */
  readonly saveFor?: 'on_session' | 'off_session';
  /** Where the payer comes back to after a redirect. */
  readonly returnUrl?: string;
  /** For the payer and the vendor's dashboard. */
  readonly description?: string;
  /** Trait `metadata`. */
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Input of `payments.confirm`. */
export interface ConfirmPayment {
  readonly id: string;
  /** Needed where the payment has none yet, or another one after a decline. */
  readonly paymentMethodId?: string;
  /** Where the payer comes back to after a redirect. */
  readonly returnUrl?: string;
  readonly vendor?: VendorInput;
}

/** Input of `payments.capture`. */
export interface CapturePayment {
  readonly id: string;
  /** Default: all that is capturable. */
  readonly amount?: Money;
  /** `false` keeps the rest open for further captures. Default true. */
  readonly final?: boolean;
  readonly vendor?: VendorInput;
}

/** Input of `payments.cancel`. */
export interface CancelPayment {
  readonly id: string;
  readonly reason?: 'requested_by_customer' | 'duplicate' | 'fraudulent' | 'abandoned';
  readonly vendor?: VendorInput;
}

/** Input of `payments.adjust`: a new total for an authorization. */
export interface AdjustPayment {
  readonly id: string;
  /** The new total, not the difference. */
  readonly amount: Money;
  readonly vendor?: VendorInput;
}

/** Input of `payments.list`. */
export interface ListPayments {
  /** Only those of this customer. Default: all. */
  readonly customerId?: string;
  /** Only those made after this moment. */
  readonly createdAfter?: Date;
}
