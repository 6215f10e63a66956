/** What happened. A vendor's event that is none of these arrives as `unhandled`, never dropped. */
export type AuthEventType =
  | 'user.created'
  | 'user.updated'
  | 'user.disabled'
  | 'user.enabled'
  | 'user.deleted'
  | 'session.ended'
  | 'unhandled';

/** A verified event of a user directory. */
export interface AuthEvent {
  /** The vendor's id. */
  readonly id: string;
  /** The same for every delivery of this event: claim it before you act. */
  readonly dedupeKey: string;
  readonly type: AuthEventType;
  /** The vendor's own name for it. */
  readonly vendorType: string;
  readonly provider: string;
  /** When it happened at the vendor; deliveries may be late and out of order. */
  readonly occurredAt: Date;
  /** Whom it is about. */
  readonly userId?: string;
  /** The same for all events about one thing, which are handled in turn: the person’s id. */
  readonly objectId?: string;
  /** Of `session.ended`: which one; absent for all of the person's. */
  readonly sessionId?: string;
  /** The vendor's own event; not enumerable. */
  readonly raw: unknown;
}

/** Adds what an event is about, so that no adapter has to; those of a group’s member have it already. */
export function withObject(event: AuthEvent): AuthEvent {
  const { userId, objectId = userId } = event;
  return event.objectId === objectId ? event : Object.assign(event, { objectId });
}
