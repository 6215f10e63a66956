import type { AnyCapabilities } from '@patchbay/core';
import type { RawWebhook } from '@patchbay/core/webhook';

/** What is read of an event of any category. */
export interface WebhookEvent {
  /** The same for every delivery of this event. */
  readonly dedupeKey: string;
  readonly type: string;
  /** When it happened at the vendor. */
  readonly occurredAt: Date;
  /** The same for all events about one thing: they are handled one after the other. */
  readonly objectId?: string;
  /** The vendor's own event. */
  readonly raw?: unknown;
}

/** Whoever verifies webhooks and reads their events: every facade of payments, email and auth does. */
export interface WebhookVerifier<E extends WebhookEvent = WebhookEvent> {
  readonly webhooks: {
    /** @throws `IntegrationError` `webhook_rejected` for one that must not be trusted. */
    receive(input: RawWebhook): Promise<readonly E[]>;
  };
  /** The largest body that it takes, in octets. Of a facade it is known: 1 MiB. */
  readonly maxBytes?: number;
  /** What a facade can do: one without the trait `webhooks` is refused at construction. */
  readonly capabilities?: AnyCapabilities;
}
