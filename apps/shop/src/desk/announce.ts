import type { Money } from '@patchbay/payments';
import type { WebhookSender } from '@patchbay/webhooks/send';
import type { Announcements } from '../store/announcements.ts';
import type { Store } from '../store/store.ts';
import { createRelay, type Relay, type RelayParts } from './relay.ts';

/** Money of an order that came, or went back. */
export type OrderNews =
  | { readonly type: 'order.paid'; readonly orderId: string; readonly amount: Money }
  | {
      readonly type: 'order.refunded';
      readonly orderId: string;
      readonly refundId: string;
      readonly amount: Money;
    };

/** Wants others told of a change, once. Belongs into the transaction of the change. */
export function wantAnnouncement({ announcements }: Pick<Store, 'announcements'>, news: OrderNews): void {
  const { type, orderId, amount } = news;
  const refund = 'refundId' in news ? { refundId: news.refundId } : {};
  const id = `${type.replace('.', '-')}-${'refundId' in news ? news.refundId : orderId}`;
  const { minor, currency } = amount;
  announcements.want({ id, type, at: new Date(), data: { orderId, ...refund, amount: { minor, currency } } });
}

interface AnnouncerParts extends Pick<RelayParts, 'clock' | 'onError'> {
  readonly announcements: Announcements;
  readonly sender: Pick<WebhookSender, 'send'>;
}

/**
 * What a transaction of the shop wanted is sent at least once: where the shop ends between the sending and the note of it,
 * it is sent again, under the same id.
 */
export function createAnnouncer({ announcements, sender, ...parts }: AnnouncerParts): Relay {
  return createRelay({
    ...parts,
    async handOver() {
      for (const { id, type, at, data } of announcements.due()) {
        await sender.send({ id, type, data, occurredAt: at });
        announcements.handedOver(id);
      }
    },
  });
}
