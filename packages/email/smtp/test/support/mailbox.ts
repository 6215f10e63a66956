import type { AcceptedMail, Mailbox } from '@patchbay/email/conformance';
import PostalMime, { type Address, decodeWords } from 'postal-mime';
import type { StoredMail } from './mail-server.ts';

/** The server's own record of mails, in the words of the suite. */
export function toMailbox(mails: readonly StoredMail[]): Mailbox {
  return {
    count: async () => mails.length,
    accepted: () => Promise.all(mails.map(toAccepted)),
  };
}

/** `Receipt.id`: what stands before the `@` of the `Message-ID`, as far as the first dot. */
export function idOf(messageId = ''): string {
  return /^<([^.@]*)/.exec(messageId)?.[1] ?? '';
}

/** All that stands before the `@` of the `Message-ID` of a mail. */
export function localOf(mails: readonly StoredMail[], id: string): string {
  const sources = mails.map(({ source }) => new TextDecoder().decode(source)).join('\n');
  return new RegExp(`^Message-ID:\\s*<(${id}[^@]*)@`, 'im').exec(sources)?.[1] ?? id;
}

async function toAccepted({ from: envelopeFrom, to: envelope, source }: StoredMail): Promise<AcceptedMail> {
  const mail = await PostalMime.parse(source);
  const [from] = addresses(mail.from === undefined ? [] : [mail.from]);
  return {
    id: idOf(mail.messageId),
    status: 'sent',
    envelope,
    envelopeFrom,
    from: from ?? { email: '' },
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    replyTo: addresses(mail.replyTo),
    ...(mail.subject !== undefined && { subject: mail.subject }),
    ...(mail.text !== undefined && { text: mail.text.replace(/\n$/, '') }),
    ...(mail.html !== undefined && { html: mail.html.replace(/\n$/, '') }),
    attachments: mail.attachments.map(({ filename, mimeType, contentId, content }) => ({
      filename: filename ?? '',
      contentType: mimeType,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
      ...(contentId !== undefined && { contentId: contentId.replace(/^<|>$/g, '') }),
    })),
    headers: mail.headers.map(({ originalKey: name, value }) => ({ name, value: decodeWords(value) })),
    tags: [],
    metadata: {},
    tracking: {},
    source: new TextDecoder().decode(source),
  };
}

function addresses(list: readonly Address[] = []): AcceptedMail['to'] {
  return list.flatMap(({ name, address }) =>
    address === undefined ? [] : [{ email: address, ...(name !== '' && { name }) }],
  );
}
