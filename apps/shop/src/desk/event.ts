import type { Delivery, WebhookEvent } from '@patchbay/webhooks';
import type { Desk } from './desk.ts';

/** An event that is being handled. */
interface Handled {
  readonly event: WebhookEvent & { readonly provider: string };
  readonly delivery: Delivery;
}

/** Writes an event to the timeline of its order, once: it is handled again after a failure, a crash or a replay. */
export function noteEvent(
  { store }: Pick<Desk, 'store'>,
  orderId: string,
  { event: { type, provider }, delivery: { key, receivedAt } }: Handled,
): void {
  store.atomically(() => {
    const entries = store.timeline.ofOrder(orderId);
    if (entries.some((entry) => entry.kind === 'event' && entry.key === key)) return;
    store.timeline.add(orderId, { kind: 'event', at: receivedAt.getTime(), type, provider, key });
  });
}
