import type { Checkout } from './checkout.ts';
import type { Dispute } from './dispute.ts';
import type { Payment } from './payment.ts';
import type { Refund } from './refund.ts';
import type { Subscription } from './subscription.ts';

/** What happened. A vendor's event that is none of these arrives as `unhandled`, never dropped. */
export type PaymentEventType =
  | 'payment.processing'
  | 'payment.requires_action'
  | 'payment.authorized'
  | 'payment.captured'
  | 'payment.failed'
  | 'payment.canceled'
  | 'refund.created'
  | 'refund.updated'
  | 'refund.failed'
  | 'dispute.opened'
  | 'dispute.updated'
  | 'dispute.closed'
  | 'checkout.completed'
  | 'checkout.expired'
  | 'method.attached'
  | 'method.detached'
  | 'setup.succeeded'
  | 'setup.failed'
  | 'customer.updated'
  | 'customer.deleted'
  | 'subscription.created'
  | 'subscription.updated'
  | 'subscription.renewed'
  | 'subscription.payment_failed'
  | 'subscription.canceled'
  | 'subscription.trial_ending'
  | 'unhandled';

/** What the event is about, typed by kind; `object` is the vendor's object at the time of the event. */
export type PaymentEventSubject =
  | { readonly kind: 'payment'; readonly id: string; readonly object: Payment }
  | { readonly kind: 'refund'; readonly id: string; readonly paymentId: string; readonly object: Refund }
  | { readonly kind: 'dispute'; readonly id: string; readonly paymentId: string; readonly object: Dispute }
  | { readonly kind: 'checkout'; readonly id: string; readonly paymentId?: string; readonly object: Checkout }
  | { readonly kind: 'subscription'; readonly id: string; readonly object: Subscription }
  | { readonly kind: 'invoice'; readonly id: string; readonly subscriptionId?: string }
  | { readonly kind: 'customer' | 'method' | 'setup' | 'other'; readonly id: string };

/** A verified webhook event. */
export interface PaymentEvent {
  /** The vendor's id. */
  readonly id: string;
  /** The same for every delivery of this event: claim it before you act. */
  readonly dedupeKey: string;
  readonly type: PaymentEventType;
  /** The vendor's own name for it. */
  readonly vendorType: string;
  readonly provider: string;
  /** When it happened at the vendor; deliveries may be late and out of order. */
  readonly occurredAt: Date;
  /** False for the vendor's test mode. */
  readonly live: boolean;
  readonly subject: PaymentEventSubject;
  /**
   * The same for all events about one thing, which are handled in turn: of a refund, a dispute or a checkout, its
   * payment’s id.
   */
  readonly objectId?: string;
  /** Your own id of the thing that is paid for, where the vendor's object carries it. */
  readonly reference?: string;
  /** The vendor's own event; not enumerable. */
  readonly raw: unknown;
}

/** Adds what an event is about, so that no adapter has to; those of a group’s member have it already. */
export function withObject(event: PaymentEvent): PaymentEvent {
  return event.objectId === undefined ? Object.assign(event, { objectId: objectOf(event.subject) }) : event;
}

function objectOf(subject: PaymentEventSubject): string {
  if (subject.kind === 'invoice') return subject.subscriptionId ?? subject.id;
  return ('paymentId' in subject ? subject.paymentId : undefined) ?? subject.id;
}
