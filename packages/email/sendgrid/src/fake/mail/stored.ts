import type { StoredMail, StoredRecipient } from '../account.ts';
import { fromBase64 } from '../account.ts';
import type { AcceptedAttachment, MailAddress, SuppressionList } from '../types.ts';
import type { MailBody, Personalization } from './schema.ts';

/** The mail that one personalization of a request makes. */
export function toStored(
  mail: MailBody,
  one: Personalization,
  request: Pick<StoredMail, 'messageId' | 'acceptedAt' | 'attachments'>,
  index: number,
): StoredMail {
  const subject = one.subject ?? mail.subject;
  return {
    ...request,
    personalization: index,
    from: one.from ?? mail.from,
    replyTo: mail.reply_to_list ?? (mail.reply_to === undefined ? [] : [mail.reply_to]),
    recipients: toRecipients(one, request.messageId, index),
    ...(subject !== undefined && { subject }),
    ...toContent(mail),
    headers: { ...mail.headers, ...one.headers },
    categories: mail.categories ?? [],
    customArgs: { ...mail.custom_args, ...one.custom_args },
    ...toHandling(mail, one),
    bypassed: toBypassed(mail),
  };
}

function toContent({ content = [] }: MailBody) {
  const byType = Object.fromEntries(content.map(({ type, value }) => [type, value]));
  const { 'text/plain': text, 'text/html': html } = byType;
  return { content: byType, ...(text !== undefined && { text }), ...(html !== undefined && { html }) };
}

function toHandling(mail: MailBody, { send_at, dynamic_template_data: data = {} }: Personalization) {
  const sendAt = send_at ?? mail.send_at;
  return {
    ...(mail.template_id !== undefined && { template: { id: mail.template_id, data } }),
    ...(sendAt !== undefined && { sendAt: sendAt * 1000 }),
    ...(mail.batch_id !== undefined && { batchId: mail.batch_id }),
    ...(mail.asm !== undefined && { unsubscribeGroup: mail.asm.group_id }),
    ...(mail.ip_pool_name !== undefined && { ipPool: mail.ip_pool_name }),
    ...(mail.tracking_settings !== undefined && { tracking: mail.tracking_settings }),
  };
}

function toRecipients(
  { to, cc = [], bcc = [] }: Personalization,
  messageId: string,
  personalization: number,
): StoredRecipient[] {
  const kinds = [
    ['to', to],
    ['cc', cc],
    ['bcc', bcc],
  ] as const;
  return kinds
    .flatMap(([kind, addresses]) => addresses.map((address: MailAddress) => ({ kind, ...address })))
    .map((recipient, index) => ({
      ...recipient,
      eventMessageId: `${messageId}.recvd-fake-${personalization}-${index}.0`,
      status: 'scheduled',
    }));
}

/** An attachment, decoded. */
export function toAttachment({
  content,
  filename,
  type,
  disposition,
  content_id,
}: NonNullable<MailBody['attachments']>[number]): AcceptedAttachment {
  return {
    filename,
    ...(type !== undefined && { type }),
    disposition,
    ...(content_id !== undefined && { contentId: content_id }),
    bytes: fromBase64(content),
  };
}

/** https://docs.sendgrid.com/ui/sending-email/index-suppressions#bypass-suppressions (2026-11-22) */
function toBypassed({ mail_settings, asm }: MailBody): SuppressionList[] {
  if (mail_settings?.bypass_list_management?.enable === true) {
    const group: SuppressionList[] = asm === undefined ? [] : [`group:${asm.group_id}`];
    return ['bounces', 'spam_reports', 'invalid_emails', 'unsubscribes', ...group];
  }
  const bypassed: SuppressionList[] = [];
  if (mail_settings?.bypass_bounce_management?.enable === true) bypassed.push('bounces');
  if (mail_settings?.bypass_spam_management?.enable === true) bypassed.push('spam_reports');
  if (mail_settings?.bypass_unsubscribe_management?.enable === true) bypassed.push('unsubscribes');
  return bypassed;
}
