import type { EmailEvent } from '@patchbay/email';
import type { FailedTry } from '@patchbay/jobs';
import type { PaymentEvent } from '@patchbay/payments';
import { type DeliveryOutcome, type WebhookReceiver, webhookReceiver } from '@patchbay/webhooks';
import type { Desk } from './desk.ts';
import { handleMailEvent } from './mail-webhook.ts';
import { handlePaymentEvent } from './webhook.ts';

/** Where the shop's webhooks come in. The name of a source is the last segment of its address. */
export type ShopReceiver = WebhookReceiver<{ readonly payments: PaymentEvent; readonly email: EmailEvent }>;

/** Keeps what providers tell, and hands it to the desk: by the shop's own worker, so that no provider waits. */
export function createReceiver(
  desk: Desk,
  onDelivery: (outcome: DeliveryOutcome) => void = () => undefined,
): ShopReceiver {
  const { moneyBack, email, state, jobs, clock, publicUrl } = desk;
  return webhookReceiver({
    sources: {
      payments: {
        from: moneyBack, // what an event proves is written into the ledger
        keepsRaw: false, // customers' data that the shop does not read
        handle: (event, delivery) => handlePaymentEvent(desk, event, delivery),
      },
      email: {
        from: email,
        keepsRaw: false,
        handle: (event, delivery) => handleMailEvent(desk, event, delivery),
      },
    },
    state,
    jobs,
    clock,
    publicUrl,
    onDelivery,
  });
}

const longestWaitMs = 15 * 60_000;
const mostTries = 100; // for about a day: a provider that was told 200 does not deliver again

/** When an event that could not be handled is tried again: after 1, 2, 4, … seconds. */
export function eventRetry({ job: { attempt } }: FailedTry): number | 'never' {
  return attempt >= mostTries ? 'never' : Math.min(1000 * 2 ** (attempt - 1), longestWaitMs);
}
