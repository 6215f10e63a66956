import type { Entity, Metadata, VendorInput } from './entity.ts';

/**
 * How far a subscription is. `incomplete`: the first payment is open. `past_due`: a renewal failed and is tried again;
 * `unpaid`: no more tries. `expired`: it ended by itself. `unknown`: read `raw`.
 */
export type SubscriptionStatus =
  | 'incomplete'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'unpaid'
  | 'paused'
  | 'canceled'
  | 'expired'
  | 'unknown';

/** A recurring payment. `planId` is the vendor's id of the price. */
export interface Subscription extends Entity {
  readonly customerId: string;
  readonly planId: string;
  readonly quantity: number;
  readonly status: SubscriptionStatus;
  /** Paid until then; when the next payment is due. */
  readonly currentPeriodEnd?: Date;
  /** Set when it ends at a known time. */
  readonly cancelAt?: Date;
  readonly reference?: string;
}

/** Input of `payments.subscriptions.create`. */
export interface CreateSubscription {
  readonly customerId: string;
  /** The vendor's id of the price. */
  readonly planId: string;
  /** Whole units of the plan. Default 1. */
  readonly quantity?: number;
  /** A method that the customer has. Default: the vendor's default of the customer. */
  readonly paymentMethodId?: string;
  /** Whole days before the first payment, 1 to 730. */
  readonly trialDays?: number;
  /** Your own id of what is subscribed to, at most 200 characters; some vendors keep less. */
  readonly reference?: string;
  /** Trait `metadata`. */
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Input of `payments.subscriptions.change`: another plan or quantity. */
export interface ChangeSubscription {
  readonly id: string;
  /** The new plan. Default: stays. */
  readonly planId?: string;
  /** The new quantity. Default: stays. */
  readonly quantity?: number;
  /**
   * `prorate` bills the difference with the next invoice, `charge_now` at once, `none` not at all. Default `prorate`.
   */
  readonly proration?: 'prorate' | 'charge_now' | 'none';
  readonly vendor?: VendorInput;
}

/** Input of `payments.subscriptions.cancel`. */
export interface CancelSubscription {
  readonly id: string;
  /** `period_end`: what is paid is used up first. Default `now`. */
  readonly when?: 'now' | 'period_end';
  readonly vendor?: VendorInput;
}

/** Input of `payments.subscriptions.list`. */
export interface ListSubscriptions {
  /** Only those of this customer. Default: all. */
  readonly customerId?: string;
}
