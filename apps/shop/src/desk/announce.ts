import { type Clock, systemClock } from '@patchbay/core';
import type { Money } from '@patchbay/payments';
import type { WebhookSender } from '@patchbay/webhooks/send';
import type { Announcements } from '../store/announcements.ts';
import type { Store } from '../store/store.ts';

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

/** Hands over what others are to be told, in the background: neither a payer nor a webhook waits for it. */
export interface Announcer {
  /** Hands over all that is due: after each change, and once when the shop opens. */
  collect(): void;
  /** Waits for what is being handed over. */
  close(): Promise<void>;
}

interface AnnouncerParts {
  readonly announcements: Announcements;
  readonly sender: Pick<WebhookSender, 'send'>;
  readonly clock?: Clock;
  /** Told where handing over fails; it is tried again. Default: `console.error`. */
  readonly onError?: (error: unknown) => void;
}

const pauseMs = 30_000;

/**
 * What a transaction of the shop wanted is sent at least once: where the shop ends between the sending and the note of it,
 * it is sent again, under the same id.
 */
export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { announcements, sender, clock = systemClock, onError = console.error } = parts;
  let work = Promise.resolve();
  let cancelPause = (): void => undefined;
  let isClosed = false;
  const handOver = async (): Promise<void> => {
    if (isClosed) return;
    cancelPause();
    try {
      for (const { id, type, at, data } of announcements.due()) {
        await sender.send({ id, type, data, occurredAt: at });
        announcements.handedOver(id);
      }
    } catch (error) {
      onError(error);
      if (!isClosed) cancelPause = clock.after(pauseMs, collect); // the store of jobs is away
    }
  };
  const collect = (): void => {
    work = work.then(handOver);
  };
  return {
    collect,
    async close() {
      isClosed = true;
      cancelPause();
      await work;
    },
  };
}
