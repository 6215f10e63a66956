import {
  type EmailAddress,
  furtherHeaders,
  type LoadedAttachment,
  type Message,
  type RecipientResult,
  toAddress,
  toAddresses,
} from '@patchbay/email';
import { fateOf } from './engine/fates.ts';
import { digestOf } from './engine/ids.ts';
import type { MailRecord } from './engine/records.ts';

/** One text for one mail, whatever the order of its fields: what an idempotency key is held to. */
export async function fingerprintOf(
  message: Message,
  attachments: readonly LoadedAttachment[],
): Promise<string> {
  const digests = await Promise.all(attachments.map(({ bytes }) => digestOf(bytes)));
  const files = attachments.map(({ bytes: _bytes, ...file }, index) => [file, digests[index]]);
  const text = JSON.stringify([{ ...message, attachments: undefined }, files], (_key, member: unknown) =>
    isPlain(member) ? sorted(member) : member,
  );
  return digestOf(new TextEncoder().encode(text));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** What the outbox makes of each recipient, in the order of to, cc, bcc. */
export function toRecipients(
  message: Message,
  isSuppressed: (email: string) => boolean,
): readonly RecipientResult[] {
  const status = message.sendAt === undefined ? 'accepted' : 'scheduled';
  return (['to', 'cc', 'bcc'] as const).flatMap((kind) =>
    toAddresses(message[kind]).map(({ email }): RecipientResult => {
      if (isSuppressed(email)) return { email, kind, status: 'suppressed', reason: 'suppressed' };
      return { email, kind, status, ...fateOf(email).refused };
    }),
  );
}

/** What names a mail. */
export interface MailIdentity extends Pick<MailRecord, 'id' | 'createdAt' | 'sequence'> {
  /** Both are `undefined` without an idempotency key. */
  readonly fingerprint: string | undefined;
  readonly vendorKey: string | undefined;
}

export function toRecord(
  message: Message,
  { fingerprint, vendorKey, ...identity }: MailIdentity,
  recipients: readonly RecipientResult[],
  attachments: readonly LoadedAttachment[],
): MailRecord {
  const { subject, text, html, template, reference, sendAt, envelopeFrom } = message;
  const from = toAddress(message.from);
  return {
    ...identity,
    status: statusOf(recipients, message.sendAt !== undefined),
    recipients: [...recipients],
    rfcMessageId: `${identity.id}@${from.email.slice(from.email.lastIndexOf('@') + 1)}`,
    ...(fingerprint !== undefined && { fingerprint }),
    ...(vendorKey !== undefined && { vendorKey }),
    from,
    to: [...toAddresses(message.to)],
    cc: [...toAddresses(message.cc)],
    bcc: [...toAddresses(message.bcc)],
    replyTo: [...toAddresses(message.replyTo)],
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(template !== undefined && { template: { id: template.id, data: { ...template.data } } }),
    attachments: attachments.map(({ bytes, ...file }) => ({ ...file, sizeBytes: bytes.byteLength })),
    headers: { ...furtherHeaders(message) },
    tags: [...(message.tags ?? [])],
    metadata: { ...message.metadata },
    ...(reference !== undefined && { reference }),
    ...(sendAt !== undefined && { sendAt: sendAt.getTime() }),
    tracking: { ...message.tracking },
    ...(envelopeFrom !== undefined && { envelopeFrom }),
  };
}

function statusOf(recipients: readonly RecipientResult[], isScheduled: boolean): MailRecord['status'] {
  const served = recipients.filter(({ reason }) => reason === undefined).length;
  if (served === 0) return 'refused';
  if (served < recipients.length) return 'partial';
  return isScheduled ? 'scheduled' : 'accepted';
}

/** A mail as nodemailer's composer takes it. Blind copies are no part of it. */
export function toMime(mail: MailRecord, attachments: readonly LoadedAttachment[]) {
  const { from, to, cc, replyTo, subject, text, html, template, headers, rfcMessageId } = mail;
  return {
    from: toMailbox(from),
    to: to.map(toMailbox),
    cc: cc.map(toMailbox),
    replyTo: replyTo.map(toMailbox),
    date: new Date(mail.sendAt ?? mail.createdAt),
    messageId: `<${rfcMessageId}>`,
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(template !== undefined && { text: toTemplateText(template) }),
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
    attachments: attachments.map(({ filename, bytes, contentType, contentId }) => ({
      filename,
      content: Buffer.from(bytes),
      contentType,
      contentTransferEncoding: 'base64',
      ...(contentId !== undefined && { cid: contentId }),
    })),
  };
}

/** What the composer is given. */
export type MimeOptions = ReturnType<typeof toMime>;

/** The outbox keeps no templates: it shows which one would be filled with what. */
function toTemplateText({ id, data }: NonNullable<MailRecord['template']>): string {
  return `Template: ${id}\n\n${JSON.stringify(data, null, 2)}\n`;
}

function toMailbox({ email, name = '' }: EmailAddress): { readonly address: string; readonly name: string } {
  return { address: email, name };
}
