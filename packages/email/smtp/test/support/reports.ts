import { createHmac } from 'node:crypto';
import type { RawWebhook } from '@patchbay/core/webhook';

/** What a server has to report of one recipient. */
export interface DeliveryStatus {
  readonly action: string;
  readonly recipient: string;
  readonly status: string;
  readonly diagnostic?: string;
}

const crlf = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

/**
 * A delivery status notification as Postfix writes it (RFC 3464).
 * @param local What stands before the `@` of the mail's `Message-ID`: its id, or `<id>.<rest of the key>`.
 */
export function dsn(
  local: string,
  recipients: readonly DeliveryStatus[],
  { messageId = '<report-1@mta.example>', at = Date.UTC(2026, 0, 1) } = {},
): string {
  return crlf([
    'Return-Path: <>',
    `To: bounces+${local.replace(/\..*/, '')}@shop.example`,
    'From: MAILER-DAEMON@mta.example (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-Id: ${messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry.',
    '--b1',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mta.example',
    `Original-Envelope-Id: ${local}`,
    ...recipients.flatMap(toGroup),
    '',
    '--b1',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: <${local}@shop.example>`,
    'Subject: Your order',
    '',
    '--b1--',
  ]);
}

function toGroup({ action, recipient, status, diagnostic }: DeliveryStatus): readonly string[] {
  return [
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    ...(diagnostic === undefined ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
  ];
}

/** A complaint (RFC 5965): where the id stands is only the mail that it encloses. */
export function arf(local: string, recipient: string, type = 'abuse'): string {
  return crlf([
    'From: <abuse@mailbox.example>',
    'To: <bounces@shop.example>',
    'Subject: FW: Your order',
    'Date: Thu, 01 Jan 2026 00:00:05 +0000',
    'Message-ID: <complaint-1@mailbox.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--b1',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    `Original-Rcpt-To: <${recipient}>`,
    '',
    '--b1',
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    'From: <shop@shop.example>',
    `Message-ID: <${local}@shop.example>`,
    'Subject: Your order',
    '',
    'Thank you.',
    '--b1--',
  ]);
}

/** The id of a mail, signed by Node's own code, which knows nothing of ours. */
export function signedId(id: string, secret: string): string {
  const digits = id.slice(0, 20);
  return digits + createHmac('sha256', secret).update(`patchbay-mail ${digits}`).digest('hex').slice(0, 24);
}

/** A mail that came in, as an application hands it over. */
export function toWebhook(mail: string | Uint8Array): RawWebhook {
  const body = typeof mail === 'string' ? new TextEncoder().encode(mail) : mail;
  const headers = new Headers({ 'content-type': 'message/rfc822' });
  return { body, headers, url: 'https://shop.example/bounces' };
}
