import type { Entity, Metadata, VendorInput } from './entity.ts';
import type { Money } from './money.ts';

/** The vendor's hosted payment page. `complete` is not paid: read `paid`. */
export interface Checkout extends Entity {
  /** `complete`: the payer is through with the page, whatever becomes of the money. */
  readonly status: 'open' | 'complete' | 'expired' | 'unknown';
  /** Where to send the payer; absent once it is no longer open. */
  readonly url?: string;
  /** True once the money has come; also where there was nothing to pay. */
  readonly paid: boolean;
  /** The total of the page; absent where nothing is paid. */
  readonly amount?: Money;
  /** Of the payment behind the page; may be absent until the payer has tried. */
  readonly paymentId?: string;
  readonly subscriptionId?: string;
  readonly setupId?: string;
  readonly customerId?: string;
  readonly reference?: string;
  /** From then on the page takes no payment. */
  readonly expiresAt?: Date;
}

/** One row on the hosted page. */
export interface CheckoutItem {
  readonly name: string;
  /** The price of one; all items are in one currency. */
  readonly unitAmount: Money;
  /** 1 to 9999. */
  readonly quantity: number;
}

interface CheckoutBase {
  /** Where the payer comes back to; `{CHECKOUT_ID}` in it becomes the checkout's id. */
  readonly successUrl: string;
  /** Where the payer comes back to without having paid. */
  readonly cancelUrl: string;
  readonly reference?: string;
  readonly customerId?: string;
  readonly customerEmail?: string;
  readonly expiresAt?: Date;
  /** Also kept on the payment. Trait `metadata`. */
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
