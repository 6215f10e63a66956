import { DriverFailure, type Kit, withRaw } from '@patchbay/core';
import { type RawWebhook, rejected } from '@patchbay/core/webhook';
import type { EmailEvent, EmailParts } from '@patchbay/email';
import { readMail } from '../client/mime.ts';
import type { SmtpEmailOptions } from '../options.ts';
import { eventTypes, feedbackTypes, toBounce, typeOf } from './events.ts';
import { type Fields, typedValue } from './fields.ts';
import { type Report, readReport } from './report.ts';
import { idsIn, isGenuine, keyIn } from './token.ts';

/** Bounces, delivery reports and complaints: whole mails as they came to the bounce address, in MIME. */
export function webhook(options: SmtpEmailOptions, { clock }: Kit): EmailParts['webhook'] {
  return {
    async verify({ body }: RawWebhook): Promise<readonly EmailEvent[]> {
      if (options.bounceSecret === undefined) throw noSecret();
      const mail = await readMail(body).catch(notMime);
      const report = readReport(mail);
      const messageId = await verifiedId(report, options);
      const about = {
        key: mail.messageId ?? (await digestOf(body)),
        messageId,
        vendorKey: keyIn(report.traces, messageId),
        now: Date.parse(mail.date ?? '') || clock.now(),
      };
      return toEvents(report, about).map((event) => withRaw(event, mail));
    },
  };
}

/** Ids that are looked at: a stranger must not choose how much we compute. */
const mostIds = 10;

/** The id of a mail that we sent, told by our signature: who wrote the report is not known otherwise. */
async function verifiedId(report: Report, options: SmtpEmailOptions): Promise<string> {
  const ids = [...new Set(report.traces.flatMap(idsIn))].slice(0, mostIds);
  if (ids.length === 0)
    throw rejected('signature_missing', 'The mail names no mail that was sent from here.');
  for (const id of ids) if (await isGenuine(id, options)) return id;
  throw rejected('signature_invalid', 'The mail names one that none of the configured secrets has signed.');
}

interface About {
  /** Of the report, the same at every delivery of it. */
  readonly key: string;
  readonly messageId: string;
  /** `undefined` where the report does not name it. */
  readonly vendorKey: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

type Event = Omit<EmailEvent, 'raw'>;

function toEvents({ kind, about, recipients }: Report, source: About): readonly Event[] {
  if (kind === 'dsn' && recipients.length > 0)
    return recipients.map((recipient, index) => fromRecipient(recipient, source, index));
  const feedback = about.get('feedback-type')?.toLowerCase() ?? kind;
  const complainer = typedValue(about.get('original-rcpt-to'));
  const at = Date.parse(about.get('arrival-date') ?? '') || source.now;
  return [
    {
      ...base(source, 0, feedback, at),
      type: typeOf(feedbackTypes, feedback),
      ...(complainer !== undefined && { recipient: complainer.replace(/^<|>$/g, '') }),
    },
  ];
}

function fromRecipient(recipient: Fields, source: About, index: number): Event {
  const action = recipient.get('action')?.toLowerCase() ?? '';
  const type = typeOf(eventTypes, action);
  const email =
    typedValue(recipient.get('original-recipient')) ?? typedValue(recipient.get('final-recipient'));
  const at = Date.parse(recipient.get('last-attempt-date') ?? '') || source.now;
  return {
    ...base(source, index, action, at),
    type,
    ...(email !== undefined && { recipient: email }),
    ...((type === 'message.bounced' || type === 'message.deferred') && { bounce: toBounce(recipient) }),
  };
}

function base({ key, messageId, vendorKey }: About, index: number, vendorType: string, at: number) {
  const id = `${key}/${index}`;
  const mark = vendorKey !== undefined && { vendorKey };
  const occurredAt = new Date(at);
  const named = { id, dedupeKey: id, vendorType, provider: 'smtp', occurredAt, messageId, ...mark };
  return { ...named, metadata: {}, tags: [] };
}

async function digestOf(body: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(body)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function notMime(): never {
  throw rejected('payload_malformed', 'The body is no mail.');
}

function noSecret(): DriverFailure {
  const message = 'bounceSecret is not set: without it a bounce cannot be told from a forged one.';
  return new DriverFailure({ code: 'config_invalid', message });
}
