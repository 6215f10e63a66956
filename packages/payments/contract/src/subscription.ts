import type { Entity, Metadata, VendorInput } from './entity.ts';

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
  readonly currentPeriodEnd?: Date;
  /** Set when it ends at a known time. */
  readonly cancelAt?: Date;
  readonly reference?: string;
}

/** Input of `payments.subscriptions.create`. */
export interface CreateSubscription {
  readonly customerId: string;
  readonly planId: string;
  readonly quantity?: number;
  readonly paymentMethodId?: string;
  readonly trialDays?: number;
  readonly reference?: string;
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Input of `payments.subscriptions.change`: another plan or quantity. */
export interface ChangeSubscription {
  readonly id: string;
  readonly planId?: string;
  readonly quantity?: number;
  /** `prorate` bills the difference with the next invoice, `charge_now` at once, `none` not at all. Default `prorate`. */
  readonly proration?: 'prorate' | 'charge_now' | 'none';
  readonly vendor?: VendorInput;
}

/** Input of `payments.subscriptions.cancel`. */
export interface CancelSubscription {
  readonly id: string;
  /** Default `now`. */
  readonly when?: 'now' | 'period_end';
  readonly vendor?: VendorInput;
}

/** Input of `payments.subscriptions.list`. */
export interface ListSubscriptions {
  readonly customerId?: string;
}
