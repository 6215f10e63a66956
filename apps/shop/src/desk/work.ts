import type { Worker } from '@patchbay/jobs';
import type { WebhookSender } from '@patchbay/webhooks/send';
import type { Desk } from './desk.ts';
import { followDirectory } from './directory.ts';
import { eventRetry, type ShopReceiver } from './receiver.ts';
import { sendMails } from './send-mails.ts';
import { sweepPayments } from './sweep.ts';

/** What the shop does behind the counter, in its own process. */
export interface BackgroundWork {
  start(): void;
  /** Takes nothing new, and waits for what is under way; what is not done by then is done at the next start. */
  close(): Promise<void>;
}

/** Handles events, looks after payment pages and the directory, sends mails, tells others, and goes on with what is left. */
export function createWork(
  desk: Desk,
  { receiver, sender }: { readonly receiver: ShopReceiver; readonly sender: WebhookSender },
): BackgroundWork {
  const workers: Worker[] = [];
  return {
    start() {
      const directory = followDirectory(desk);
      workers.push(
        receiver.work({ retry: eventRetry, onError: console.error }),
        sweepPayments(desk),
        sendMails(desk),
        sender.work(),
        ...(directory === undefined ? [] : [directory]),
      );
      desk.post.resume();
      desk.announcer.collect();
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([desk.post.close(), desk.announcer.close()]);
    },
  };
}
