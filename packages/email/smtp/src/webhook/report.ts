import type { Email } from 'postal-mime';
import { type Fields, fieldsIn, groupsIn } from './fields.ts';

/** What a mail that came to the bounce address has to say. */
export interface Report {
  /** `dsn`: delivery status (RFC 3464). `arf`: a complaint (RFC 5965). `other`: an answering machine, a person. */
  readonly kind: 'dsn' | 'arf' | 'other';
  /** Of the whole report. */
  readonly about: Fields;
  /** One for each recipient; of a complaint none. */
  readonly recipients: readonly Fields[];
  /** Where the id of the mail in question may stand. */
  readonly traces: readonly string[];
}

/** Headers in which a server keeps whom it took the mail for. */
const addressed = ['to', 'delivered-to', 'x-original-to', 'envelope-to'];

/** Finds the parts of a report in a mail. */
export function readReport(mail: Email): Report {
  const status = partOf(mail, /^message\/(global-)?delivery-status$/);
  const feedback = partOf(mail, /^message\/feedback-report$/);
  const original = fieldsIn(
    (partOf(mail, /^(message\/(rfc822|global)(-headers)?|text\/rfc822-headers)$/) ?? '').split(
      /\r?\n\r?\n/,
    )[0] ?? '',
  );
  const [about = new Map(), ...recipients] = groupsIn(status ?? feedback ?? '');
  const envelope = mail.headers.filter(({ key }) => addressed.includes(key)).map(({ value }) => value);
  return {
    kind: status !== undefined ? 'dsn' : feedback !== undefined ? 'arf' : 'other',
    about,
    recipients: status === undefined ? [] : recipients,
    traces: [
      about.get('original-envelope-id') ?? '',
      ...envelope,
      original.get('message-id') ?? '',
      about.get('original-mail-from') ?? '',
      mail.inReplyTo ?? '',
    ],
  };
}

function partOf(mail: Email, type: RegExp): string | undefined {
  const part = mail.attachments.find(({ mimeType }) => type.test(mimeType));
  if (part === undefined) return undefined;
  return typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
}
