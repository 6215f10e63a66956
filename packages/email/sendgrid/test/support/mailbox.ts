import type { AcceptedMail, Mailbox } from '@patchbay/email/conformance';
import type { AcceptedMail as FakeMail, MailAddress, SendgridFake } from '@patchbay/email-sendgrid/fake';
import { fromCustomArguments } from '../../src/request/arguments.ts';
import { decodeWords } from '../../src/webhook/header-text.ts';

/** The fake's own record of mails, in the words of the suite. */
export function toMailbox(fake: SendgridFake): Mailbox {
  return {
    count: async () => fake.accepted.length,
    accepted: async () => fake.accepted.map(toAccepted),
  };
}

/** What `Receipt.id` has to be: a mail that waits is known by its batch and its time. */
export function idOf({ messageId, batchId, sendAt }: FakeMail): string {
  return batchId === undefined || sendAt === undefined ? messageId : `${batchId}.${sendAt / 1000}`;
}

function toAccepted(mail: FakeMail): AcceptedMail {
  const { subject, text, html, template, sendAt } = mail;
  return {
    id: idOf(mail),
    status: statusOf(mail),
    envelope: mail.recipients.filter(({ status }) => status !== 'dropped').map(({ email }) => email),
    from: toAddress(mail.from),
    to: shown(mail, 'to'),
    cc: shown(mail, 'cc'),
    replyTo: mail.replyTo.map(toAddress),
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(template !== undefined && { template }),
    attachments: mail.attachments.map(({ filename, type = '', contentId, bytes }) => ({
      filename: decodeWords(filename),
      contentType: type,
      bytes,
      ...(contentId !== undefined && { contentId }),
    })),
    headers: Object.entries(mail.headers).map(([name, value]) => ({ name, value: decodeWords(value) })),
    tags: mail.categories,
    metadata: fromCustomArguments(mail.customArgs).metadata,
    ...(sendAt !== undefined && { sendAt: new Date(sendAt) }),
    tracking: toTracking(mail.tracking),
  };
}

function statusOf({ recipients: [recipient] }: FakeMail): AcceptedMail['status'] {
  if (recipient?.status === 'scheduled') return 'waiting';
  return recipient?.status === 'cancelled' ? 'cancelled' : 'sent';
}

function shown({ recipients }: FakeMail, kind: 'to' | 'cc'): AcceptedMail['to'] {
  return recipients.filter((recipient) => recipient.kind === kind).map(toAddress);
}

/** A name in quotes is shown without them. */
function toAddress({ email, name }: MailAddress): AcceptedMail['from'] {
  if (name === undefined) return { email };
  const [, quoted] = /^"(.*)"$/s.exec(name) ?? [];
  return { email, name: quoted?.replace(/\\(.)/g, '$1') ?? name };
}

interface Tracking {
  readonly open_tracking?: { readonly enable: boolean };
  readonly click_tracking?: { readonly enable: boolean };
}

function toTracking(settings: unknown): AcceptedMail['tracking'] {
  const { open_tracking: opens, click_tracking: clicks }: Tracking = settings ?? {};
  return {
    ...(opens !== undefined && { opens: opens.enable }),
    ...(clicks !== undefined && { clicks: clicks.enable }),
  };
}
