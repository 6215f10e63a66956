import { type EmailAddress, parseAddress } from '@patchbay/email';
import type { AcceptedMail, Mailbox } from '@patchbay/email/conformance';
import type { MailRecord, Outbox } from '@patchbay/email-outbox';
import { decodeWords, leavesOf, type Part, readMime } from './mime.ts';

/** The outbox as the suite looks at it: what readers get is read from the mail itself, not from what was asked for. */
export function mailboxOf(outbox: Outbox): Mailbox {
  const taken = async (): Promise<readonly MailRecord[]> =>
    (await outbox.mails()).filter(({ status }) => status !== 'refused');
  return {
    count: async () => (await taken()).length,
    accepted: async () => Promise.all((await taken()).map((mail) => toAccepted(outbox, mail))),
  };
}

async function toAccepted(outbox: Outbox, mail: MailRecord): Promise<AcceptedMail> {
  const { id, recipients, template, tags, metadata, sendAt, tracking, envelopeFrom } = mail;
  const state = await outbox.stateOf(mail);
  const source = await outbox.source(id);
  return {
    ...fromSource(readMime(source), template !== undefined),
    id,
    status: state === 'refused' ? 'cancelled' : state,
    envelope: recipients.filter(({ reason }) => reason === undefined).map(({ email }) => email),
    ...(envelopeFrom !== undefined && { envelopeFrom }),
    ...(template !== undefined && { template }),
    tags,
    metadata,
    ...(sendAt !== undefined && { sendAt: new Date(sendAt) }),
    tracking,
    source: Buffer.from(source).toString('latin1'),
  };
}

function fromSource(mail: Part, isTemplate: boolean) {
  const leaves = leavesOf(mail);
  const isFile = (part: Part): boolean => part.filename !== undefined;
  const bodyOf = (type: string): string | undefined => {
    const part = leaves.find((leaf) => leaf.type === type && !isFile(leaf));
    return part === undefined ? undefined : new TextDecoder().decode(part.bytes);
  };
  const [text, html] = [isTemplate ? undefined : bodyOf('text/plain'), bodyOf('text/html')];
  const subject = valueOf(mail, 'subject');
  return {
    from: addressesIn(mail, 'from')[0] ?? { email: '' },
    to: addressesIn(mail, 'to'),
    cc: addressesIn(mail, 'cc'),
    replyTo: addressesIn(mail, 'reply-to'),
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    attachments: leaves.filter(isFile).map(({ filename = '', type, contentId, bytes }) => ({
      filename,
      contentType: type,
      bytes,
      ...(contentId !== undefined && { contentId }),
    })),
    headers: mail.headers.map(({ name, value }) => ({ name, value })),
  };
}

function valueOf({ headers }: Part, name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

/** A comma in quotes is part of a name; encoded words are decoded once the mailboxes are apart. */
function addressesIn({ headers }: Part, name: string): readonly EmailAddress[] {
  const { raw = '' } = headers.find((header) => header.name.toLowerCase() === name) ?? {};
  return (raw.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).flatMap((text) => toAddress(text.trim()));
}

function toAddress(text: string): readonly EmailAddress[] {
  const parsed = parseAddress(text);
  if (parsed?.name === undefined || !/=\?/.test(parsed.name)) return parsed === undefined ? [] : [parsed];
  return [{ ...parsed, name: decodeWords(parsed.name) }];
}
