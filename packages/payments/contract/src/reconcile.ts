import type { Checkout } from './checkout.ts';
import type { Customer, MethodSetup } from './customer.ts';
import type { Payment } from './payment.ts';
import type { Refund } from './refund.ts';
import type { Subscription } from './subscription.ts';

/** Writes that make something which can be found again, and what they make. */
export interface Findable {
  readonly create: Payment;
  readonly 'refunds.create': Refund;
  readonly 'customers.create': Customer;
  readonly 'methods.setup': MethodSetup;
  readonly 'checkout.create': Checkout;
  readonly 'subscriptions.create': Subscription;
}

/** Input of `payments.reconcile`: the write whose answer was lost. */
export interface ReconcileWrite<O extends keyof Findable = keyof Findable> {
  readonly operation: O;
  /** As it was given to that write. */
  readonly idempotencyKey: string;
  /** A moment before its first call; a minute or more, since clocks differ. */
  readonly since: Date;
}
