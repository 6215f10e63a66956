import type { EmailEvent } from '@patchbay/email';
import type { MailRow } from '../mail.ts';
import type { Desk } from './desk.ts';
import { moveMail } from './post.ts';

/**
 * Verifies a webhook about mails, and writes what became of them to the timelines of their orders.
 * @throws `IntegrationError` `webhook_rejected`
 */
export async function receiveMailWebhook(desk: Desk, request: Request): Promise<void> {
  for (const event of await desk.email.webhooks.receive(request)) handle(desk, event);
}

/** Events of mails that are not ours, or of a kind that nobody knows yet, change nothing. */
function handle(desk: Desk, event: EmailEvent): void {
  const { store, live } = desk;
  const row = mailOf(desk, event);
  const orderId = row?.orderId ?? event.reference ?? '';
  const { type, provider } = event;
  if (type === 'unhandled' || store.orders.get(orderId) === undefined) return;
  const key = `email:${event.dedupeKey}`;
  const isNew = store.atomically(() => {
    const repeated = store.handledEvents.has(key);
    store.timeline.add(orderId, { kind: 'event', at: Date.now(), type, provider, repeated });
    store.handledEvents.add(key);
    return !repeated;
  });
  // Nothing happens to a mail that was not sent: now it is known.
  if (isNew && row?.state === 'unknown' && type !== 'message.rejected')
    moveMail(desk, row, {
      state: 'sent',
      by: 'webhook',
      ...(event.messageId !== undefined && { messageId: event.messageId }),
    });
  live.tell(orderId);
}

function mailOf({ store }: Desk, { metadata, messageId }: EmailEvent): MailRow | undefined {
  const { mail } = metadata;
  const byKey = mail === undefined ? undefined : store.mails.get(mail);
  return byKey ?? (messageId === undefined ? undefined : store.mails.ofMessage(messageId));
}
