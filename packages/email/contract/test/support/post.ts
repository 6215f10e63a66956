import { type Clock, DriverFailure, withRaw } from '@patchbay/core';
import type { AcceptedMail, Happening } from '../../src/conformance/index.ts';
import type {
  LoadedAttachment,
  Message,
  Receipt,
  RecipientResult,
  Suppression,
  SuppressionReason,
} from '../../src/index.ts';
import { furtherHeaders, toAddress, toAddresses } from '../../src/index.ts';

/** An event as this provider writes it. */
export interface PostEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly mail: string;
  readonly recipient: string;
}

/** A mail that was taken, and the key that it came under. */
interface StoredMail extends AcceptedMail {
  readonly message: Message;
  readonly key: string | undefined;
}

const suppressing: Partial<Record<Happening, SuppressionReason>> = {
  bounced: 'bounced',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

/** A provider of email in memory: what the contract's own tests send with. */
export class Post {
  readonly mails: StoredMail[] = [];
  readonly events: PostEvent[] = [];
  readonly #suppressed = new Map<string, Suppression>();
  readonly #answers = new Map<string, { readonly receipt: Receipt; readonly content: string }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  send(message: Message, attachments: readonly LoadedAttachment[], key: string | undefined): Receipt {
    const known = key === undefined ? undefined : this.#answers.get(key);
    const content = JSON.stringify(message);
    if (known !== undefined && known.content !== content)
      throw new DriverFailure({
        code: 'idempotency_mismatch',
        message: 'The key was used for another mail.',
      });
    if (known !== undefined) return known.receipt;
    const id = `mail-${this.mails.length + 1}`;
    const recipients = (['to', 'cc', 'bcc'] as const).flatMap((kind) =>
      toAddresses(message[kind]).map(({ email }) => this.#fateOf(email, kind, message.sendAt !== undefined)),
    );
    const envelope = recipients.filter(({ reason }) => reason === undefined).map(({ email }) => email);
    if (envelope.length > 0) this.mails.push({ ...toStored(id, message, attachments, envelope), key });
    for (const recipient of envelope) this.happen('accepted', id, recipient);
    const missed = envelope.length === 0 ? 'refused' : 'partial';
    const served = message.sendAt === undefined ? 'accepted' : 'scheduled';
    const status = envelope.length === recipients.length ? served : missed;
    const { reference } = message;
    const receipt = {
      id,
      provider: 'post',
      status,
      recipients,
      ...(reference !== undefined && { reference }),
    } as const;
    const answer = withRaw(receipt, { id });
    if (key !== undefined) this.#answers.set(key, { receipt: answer, content });
    return answer;
  }

  answerOf(key: string): Receipt | undefined {
    return this.#answers.get(key)?.receipt;
  }

  cancel(id: string): void {
    const index = this.mails.findIndex((mail) => mail.id === id);
    const mail = this.mails[index];
    if (mail === undefined) throw new DriverFailure({ code: 'not_found', message: 'There is no such mail.' });
    if (this.statusOf(mail) === 'sent')
      throw new DriverFailure({
        code: 'precondition_failed',
        reason: 'already_sent',
        message: 'It was sent.',
      });
    this.mails[index] = { ...mail, status: 'cancelled' };
  }

  statusOf({ status, sendAt }: AcceptedMail): AcceptedMail['status'] {
    return status === 'waiting' && Number(sendAt) <= this.#clock.now() ? 'sent' : status;
  }

  suppressions(): readonly Suppression[] {
    return [...this.#suppressed.values()].toReversed();
  }

  suppress(email: string, reason: SuppressionReason = 'unsubscribed'): void {
    const createdAt = new Date(this.#clock.now());
    this.#suppressed.set(email, withRaw({ email, reason, createdAt }, { email }));
  }

  allow(email: string): void {
    this.#suppressed.delete(email);
  }

  happen(what: string, mail: string, recipient: string): void {
    this.events.push({
      id: `event-${this.events.length + 1}`,
      type: what,
      at: this.#clock.now(),
      mail,
      recipient,
    });
    const reason = suppressing[what as Happening];
    if (reason !== undefined) this.suppress(recipient, reason);
  }

  #fateOf(email: string, kind: RecipientResult['kind'], isScheduled: boolean): RecipientResult {
    if (email.startsWith('refused@')) return { email, kind, status: 'refused', reason: 'mailbox_unknown' };
    if (email.startsWith('full@')) return { email, kind, status: 'deferred', reason: 'mailbox_full' };
    if (this.#suppressed.has(email)) return { email, kind, status: 'suppressed', reason: 'suppressed' };
    return { email, kind, status: isScheduled ? 'scheduled' : 'accepted' };
  }
}

function toStored(
  id: string,
  message: Message,
  attachments: readonly LoadedAttachment[],
  envelope: readonly string[],
): Omit<StoredMail, 'key'> {
  const {
    subject,
    text,
    html,
    template,
    envelopeFrom,
    sendAt,
    tracking = {},
    tags = [],
    metadata = {},
  } = message;
  return {
    id,
    message,
    status: sendAt === undefined ? 'sent' : 'waiting',
    envelope,
    from: toAddress(message.from),
    to: toAddresses(message.to),
    cc: toAddresses(message.cc),
    replyTo: toAddresses(message.replyTo),
    attachments,
    headers: Object.entries(furtherHeaders(message)).map(([name, value]) => ({ name, value })),
    tags,
    metadata,
    tracking,
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(template !== undefined && { template: { id: template.id, data: template.data ?? {} } }),
    ...(envelopeFrom !== undefined && { envelopeFrom }),
    ...(sendAt !== undefined && { sendAt }),
  };
}
