import type { Metadata } from './message.ts';

/** What happened. A vendor's event that is none of these arrives as `unhandled`, never dropped. */
export type EmailEventType =
  | 'message.accepted'
  | 'message.delivered'
  | 'message.deferred'
  | 'message.bounced'
  | 'message.rejected'
  | 'message.opened'
  | 'message.clicked'
  | 'message.complained'
  | 'recipient.unsubscribed'
  | 'recipient.resubscribed'
  | 'unhandled';

/** How a mail bounced. `hard`: the mailbox will never take one. `soft`: not now. `block`: not from this sender. */
export type BounceKind = 'hard' | 'soft' | 'block' | 'unknown';

/** A verified event of a mail. */
export interface EmailEvent {
  /** The vendor's id. */
  readonly id: string;
  /** The same for every delivery of this event: claim it before you act. */
  readonly dedupeKey: string;
  readonly type: EmailEventType;
  /** The vendor's own name for it. */
  readonly vendorType: string;
  readonly provider: string;
  /** When it happened at the vendor; deliveries may be late and out of order. */
  readonly occurredAt: Date;
  /** `Receipt.id` of the mail; absent where the event does not say. */
  readonly messageId?: string;
  /** The same for all events about one thing, which are handled in turn: the mail’s id. */
  readonly objectId?: string;
  /** Whom it is about; absent where the vendor does not say. */
  readonly recipient?: string;
  /** `reference` of the message. */
  readonly reference?: string;
  /** The key that went to the provider with the mail, where the event brings it back. */
  readonly vendorKey?: string;
  readonly metadata: Metadata;
  readonly tags: readonly string[];
  /** Of `message.bounced`, `message.deferred` and `message.rejected`. */
  readonly bounce?: { readonly kind: BounceKind; readonly status?: string; readonly detail?: string };
  /** Of `message.clicked`. */
  readonly url?: string;
  /** Opened or clicked by a machine (a scanner, a proxy), as far as the vendor knows. */
  readonly machine?: boolean;
  /** The vendor's own event; not enumerable. */
  readonly raw: unknown;
}

/** Adds what an event is about, so that no adapter has to; those of a group’s member have it already. */
export function withObject(event: EmailEvent): EmailEvent {
  const { messageId, objectId = messageId } = event;
  return event.objectId === objectId ? event : Object.assign(event, { objectId });
}
