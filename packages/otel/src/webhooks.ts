import { type Meter, metrics } from '@opentelemetry/api';
import { scope } from './scope.ts';

/** What a receiver of `@patchbay/webhooks` tells its `onDelivery`. */
export interface ReceivedWebhook {
  /** Name of the source: one of a few, never taken from the request. */
  readonly service: string;
  readonly what:
    | 'received'
    | 'duplicate'
    | 'ignored'
    | 'handled'
    | 'skipped'
    | 'failed'
    | 'dead'
    | 'rejected'
    | 'unavailable';
}

/** What a sender of `@patchbay/webhooks` tells its `onDelivery`. */
export interface SentWebhook {
  /** The sender’s name. */
  readonly service: string;
  readonly what: 'delivered' | 'failed' | 'dead' | 'dropped';
  /** Why it failed, or was given up: a word of a closed list. */
  readonly reason?: string;
}

/** Counts webhooks: each function is an `onDelivery`. */
export interface WebhookCounters {
  /** For a receiver: `patchbay.webhook.received`, by source and result. */
  readonly received: (outcome: ReceivedWebhook) => void;
  /** For a sender: `patchbay.webhook.sent`, by result and reason, over all endpoints. */
  readonly sent: (outcome: SentWebhook) => void;
}

/**
 * Counts what happens to webhooks, in and out. No id, event, address or URL is in an attribute.
 *
 * @example
 * const counters = webhookCounters();
 * const receiver = webhookReceiver({ sources, state, jobs, onDelivery: counters.received });
 * const sender = webhookSender({ state, jobs, transport, sealingKey, onDelivery: counters.sent });
 */
export function webhookCounters(meter: Meter = metrics.getMeter(scope)): WebhookCounters {
  const received = meter.createCounter('patchbay.webhook.received', {
    description: 'What happened to webhooks at a receiver, step by step.',
    unit: '{webhook}',
  });
  const sent = meter.createCounter('patchbay.webhook.sent', {
    description: 'What happened to deliveries of a sender: tries, and what was given up or dropped.',
    unit: '{delivery}',
  });
  return {
    received: ({ service, what }) =>
      received.add(1, { 'patchbay.webhook.service': service, 'patchbay.status': what }),
    sent: ({ service, what, reason }) =>
      sent.add(1, {
        'patchbay.webhook.service': service,
        'patchbay.status': what,
        ...(reason !== undefined && { 'error.type': reason }),
      }),
  };
}
