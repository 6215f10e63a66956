import type { EmailEvent } from '@patchbay/email';
import type { Delivery } from '@patchbay/webhooks';
import type { MailRow } from '../mail.ts';
import type { Desk } from './desk.ts';
import { noteEvent } from './event.ts';
import { moveMail } from './mail.ts';

/**
 * Writes what became of a mail to the timeline of its order. Events of mails that are not ours, or of a kind that nobody
 * knows yet, change nothing.
 */
export function handleMailEvent(desk: Desk, event: EmailEvent, delivery: Delivery): void {
  const { store, live } = desk;
  const row = mailOf(desk, event);
  const orderId = row?.orderId ?? event.reference ?? '';
  const { type, messageId } = event;
  if (type === 'unhandled' || store.orders.get(orderId) === undefined) return;
  noteEvent(desk, orderId, { event, delivery });
  // Nothing happens to a mail that was not sent: now it is known.
  if (row?.state === 'unknown' && type !== 'message.rejected')
    moveMail(desk, row, { state: 'sent', by: 'webhook', ...(messageId !== undefined && { messageId }) });
  live.tell(orderId);
}

function mailOf({ store }: Desk, { metadata, messageId }: EmailEvent): MailRow | undefined {
  const { mail } = metadata;
  const byKey = mail === undefined ? undefined : store.mails.get(mail);
  return byKey ?? (messageId === undefined ? undefined : store.mails.ofMessage(messageId));
}
