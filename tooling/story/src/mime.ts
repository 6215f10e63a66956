import PostalMime from 'postal-mime';
import { sha256 } from './digest.ts';
import type { SeenMail } from './far-side.ts';

/** A mail as a mail server took it. */
export interface TakenMail {
  /** The sender's own id of it: RFC 3461's envelope id. */
  readonly id: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** Whether the sender wants to hear that it was delivered. */
  readonly wantsReport: boolean;
  readonly source: Uint8Array;
}

/** What every mail has. */
const common = /^(from|to|subject|date|message-id|mime-version|content-.*)$/i;

/** What the readers of a mail see. */
export async function toSeenMail({ recipients, source }: TakenMail): Promise<SeenMail> {
  const { from, subject = '', headers, attachments } = await PostalMime.parse(source);
  const further = headers.filter(({ key }) => !common.test(key));
  return {
    from: from?.address ?? '',
    recipients: recipients.join(', '),
    subject,
    headers: Object.fromEntries(further.map(({ originalKey, value }) => [originalKey, value])),
    pictures: attachments.flatMap(({ contentId, content }) =>
      contentId === undefined
        ? []
        : [{ contentId: contentId.replace(/^<|>$/g, ''), sha256: sha256(bytesOf(content)) }],
    ),
  };
}

/** The report that a mail server sends back when it has delivered a mail: RFC 3464. */
export function deliveryReport({ id, sender, recipients }: TakenMail): string {
  const lines = [
    'From: MAILER-DAEMON@mail.example',
    `To: ${sender}`,
    'Subject: Successful mail delivery report',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <report-${id}@mail.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'Your message was delivered.',
    '--part',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    `Original-Envelope-Id: ${id}`,
    ...recipients.flatMap((recipient) => [
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      'Action: delivered',
      'Status: 2.0.0',
    ]),
    '',
    '--part--',
    '',
  ];
  return lines.join('\r\n');
}

function bytesOf(content: string | ArrayBuffer | Uint8Array): string | Uint8Array {
  return content instanceof ArrayBuffer ? new Uint8Array(content) : content;
}
