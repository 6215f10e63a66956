import type { Entity, Metadata, VendorInput } from './entity.ts';
import type { Money } from './money.ts';

/** The vendor's hosted payment page. `complete` is not paid: read `paid`. */
export interface Checkout extends Entity {
  readonly status: 'open' | 'complete' | 'expired' | 'unknown';
  /** Where to send the payer; absent once it is no longer open. */
  readonly url?: string;
  readonly paid: boolean;
  readonly amount?: Money;
  readonly paymentId?: string;
  readonly subscriptionId?: string;
  readonly setupId?: string;
  readonly customerId?: string;
  readonly reference?: string;
  readonly expiresAt?: Date;
}

/** One row on the hosted page. */
export interface CheckoutItem {
  readonly name: string;
  readonly unitAmount: Money;
  readonly quantity: number;
}

interface CheckoutBase {
  /** Where the payer comes back to; `{CHECKOUT_ID}` in it becomes the checkout's id. */
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly reference?: string;
  readonly customerId?: string;
  readonly customerEmail?: string;
  readonly expiresAt?: Date;
  /** Also kept on the payment. */
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Input of `payments.checkout.create`: pay once, subscribe, or only save a payment method. */
export type CreateCheckout = CheckoutBase &
  (
    | {
        readonly mode?: 'payment';
        readonly items: readonly CheckoutItem[];
        readonly capture?: 'automatic' | 'manual';
        readonly saveFor?: 'on_session' | 'off_session';
      }
    | { readonly mode: 'subscription'; readonly planId: string; readonly quantity?: number }
    | { readonly mode: 'setup'; readonly customerId: string }
  );
