import { domainToASCII } from 'node:url';
import { DriverFailure } from '@patchbay/core';
import {
  type EmailAddress,
  furtherHeaders,
  type LoadedAttachment,
  type Message,
  toAddress,
  toAddresses,
  type VendorInput,
} from '@patchbay/email';
import type { Envelope, MailData } from './client/client.ts';
import type { SmtpEmailOptions } from './options.ts';
import type { MailName } from './webhook/token.ts';

/** What names a mail, and when it was written. */
export interface Stamp extends MailName {
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * A message as nodemailer takes it: addresses in their parts, never as text, which it would parse leniently; and
 * nothing that it would fetch from a disk or a URL.
 * @throws `DriverFailure` `invalid_request` for a vendor field that it does not know.
 */
export function toMail(message: Message, files: readonly LoadedAttachment[], stamp: Stamp): MailData {
  const { subject, text, html, cc, replyTo, vendor } = message;
  const headers = Object.entries(furtherHeaders(message)).map(([key, value]) => ({ key, value }));
  return {
    messageId: `<${toMessageId(message, stamp.local)}>`,
    date: new Date(stamp.now),
    from: toMailbox(toAddress(message.from)),
    to: toAddresses(message.to).map(toMailbox),
    ...(cc !== undefined && { cc: toAddresses(cc).map(toMailbox) }),
    ...(replyTo !== undefined && { replyTo: toAddresses(replyTo).map(toMailbox) }),
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(headers.length > 0 && { headers }),
    ...(files.length > 0 && { attachments: files.map(toAttachment) }),
    ...toVendor(vendor),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The `Message-ID` without brackets; its domain is the sender's. */
export function toMessageId({ from }: Pick<Message, 'from'>, local: string): string {
  const { email } = toAddress(from);
  return `${local}@${toAscii(email).slice(email.lastIndexOf('@') + 1)}`;
}

/** Whom a mail goes to, in the order of to, cc, bcc, and where its bounces go: written by us, not by nodemailer. */
export function toEnvelope(message: Message, { id, local }: MailName, options: SmtpEmailOptions): Envelope {
  const { bounceAddress, bounceSecret, deliveryReports = false } = options;
  const own = bounceAddress === undefined ? undefined : toReturnPath(bounceAddress, id);
  const from = message.envelopeFrom ?? own ?? toAddress(message.from).email;
  const notify = ['FAILURE', 'DELAY', ...(deliveryReports ? ['SUCCESS'] : [])];
  return {
    from: { address: toAscii(from) },
    to: recipientsOf(message).map(({ email }) => ({ address: toAscii(email) })),
    ...(bounceSecret !== undefined && { dsn: { envid: local, ret: 'HDRS', notify } }),
  };
}

/** Everyone in the order of a receipt. */
export function recipientsOf(
  message: Message,
): readonly { readonly email: string; readonly kind: 'to' | 'cc' | 'bcc' }[] {
  return (['to', 'cc', 'bcc'] as const).flatMap((kind) =>
    toAddresses(message[kind]).map(({ email }) => ({ email, kind })),
  );
}

/** The address with its domain as every server knows it: RFC 5891. */
export function toAscii(email: string): string {
  const at = email.lastIndexOf('@') + 1;
  const domain = email.slice(at);
  return email.slice(0, at) + (/^[ -~]*$/.test(domain) ? domain : domainToASCII(domain) || domain);
}

/** `bounces@shop.example` → `bounces+<id>@shop.example`, which the bounce comes back to. */
function toReturnPath(address: string, id: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${id}${address.slice(at)}`;
}

function toMailbox({ email, name = '' }: EmailAddress): { name: string; address: string } {
  return { name, address: email };
}

function toAttachment({ filename, bytes, contentType, contentId }: LoadedAttachment) {
  return {
    filename,
    contentType,
    content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ...(contentId !== undefined && { cid: contentId, contentDisposition: 'inline' as const }),
  };
}

/** Fields of nodemailer's that the contract has no name for, and that touch neither envelope nor connection. */
const vendorFields: ReadonlySet<string> = new Set([
  'amp',
  'icalEvent',
  'inReplyTo',
  'priority',
  'references',
  'textEncoding',
] satisfies (keyof MailData)[]);

function toVendor(vendor: VendorInput = {}): VendorInput {
  const unknown = Object.keys(vendor).find((name) => !vendorFields.has(name));
  if (unknown === undefined) return vendor;
  const message = `vendor: found ${unknown}; expected ${[...vendorFields].join(', ')}.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}
