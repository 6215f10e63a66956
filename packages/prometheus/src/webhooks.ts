import { register as globalRegister } from 'prom-client';
import type { PrometheusOptions } from './interceptor.ts';
import { type DeliveryStatus, deliveryStatuses, seriesOf } from './series.ts';

/** What a receiver tells, and how that ends a webhook in the words of `countDelivery`; `undefined`: it does not. */
const endings = {
  received: undefined,
  duplicate: 'delivered',
  ignored: 'delivered',
  handled: 'delivered',
  skipped: 'delivered',
  failed: 'failed',
  dead: undefined, // its last try was counted as failed
  rejected: 'rejected',
  unavailable: 'failed',
} as const satisfies Record<string, DeliveryStatus | undefined>;

/** What a receiver of `@patchbay/webhooks` tells its `onDelivery`. */
export interface ReceivedWebhook {
  /** Name of the source: one of a few, never taken from the request. */
  readonly service: string;
  readonly what: keyof typeof endings;
  readonly reason?: string;
}

/**
 * Counts what happened to a webhook at a receiver of `@patchbay/webhooks`.
 *
 * `webhook_received_total` has it as it was told, `webhook_delivery_total` in the words of `countDelivery`: `delivered`
 * also for one that was known, late or not wanted, and `failed` for each try.
 *
 * @example
 * const receiver = webhookReceiver({
 *   sources, state, jobs, onDelivery: (outcome) => countReceived(outcome, { register }),
 * });
 */
export function countReceived(
  { service, what, reason }: ReceivedWebhook,
  { register = globalRegister }: PrometheusOptions = {},
): void {
  const { received, deliveries } = seriesOf(register);
  for (const result of Object.keys(endings)) received.inc({ service, result }, 0);
  for (const status of deliveryStatuses) deliveries.inc({ service, status }, 0);
  received.inc({ service, result: what });
  // Without jobs a handler's failure is told twice: of the event, and of the request.
  const status = reason === 'not_handled' ? undefined : endings[what];
  if (status !== undefined) deliveries.inc({ service, status });
}

const sentStatuses = ['delivered', 'failed', 'dead', 'dropped'] as const;

/** What a sender of `@patchbay/webhooks` tells its `onDelivery`. */
export interface SentWebhook {
  /** The sender’s name. */
  readonly service: string;
  readonly what: (typeof sentStatuses)[number];
}

/**
 * Counts what happened to a delivery of a sender of `@patchbay/webhooks`, over all endpoints.
 *
 * `webhook_sent_total` is `delivered` or `failed` for each try, `dead` for a delivery that was given up, and `dropped`
 * where its endpoint was deleted.
 *
 * @example
 * const sender = webhookSender({
 *   state, jobs, transport, sealingKey, onDelivery: (outcome) => countSent(outcome, { register }),
 * });
 */
export function countSent(
  { service, what }: SentWebhook,
  { register = globalRegister }: PrometheusOptions = {},
): void {
  const { sent } = seriesOf(register);
  for (const status of sentStatuses) sent.inc({ service, status }, 0);
  sent.inc({ service, status: what });
}
