import type { SuppressionReason } from '@patchbay/email';
import { Collection } from './collection.ts';
import type { Deliveries } from './deliveries.ts';
import type { OutboxEventType } from './fates.ts';
import { eventRecord, type MailRecord, type OutboxEvent } from './records.ts';
import type { Shelf } from './shelf.ts';
import type { Suppressions } from './suppressions.ts';

/** Something that happens to a mail. */
export interface Happening {
  readonly id: string;
  readonly type: OutboxEventType;
  readonly recipient: string;
  readonly at: number;
}

const suppressing: Partial<Record<OutboxEventType, SuppressionReason>> = {
  bounced: 'bounced',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

const details: Partial<Record<OutboxEventType, string>> = {
  bounced: '550 5.1.1 No such mailbox',
  blocked: '554 5.7.1 Refused by policy',
  deferred: '451 4.3.0 Try again later',
};

/** What happened to mails, and what follows from it: suppressions and webhooks. */
export class Events {
  readonly #entries: Collection<OutboxEvent>;
  readonly #suppressions: Suppressions;
  readonly #deliveries: Deliveries | undefined;

  constructor(shelf: Shelf, suppressions: Suppressions, deliveries: Deliveries | undefined) {
    this.#entries = new Collection(shelf, 'events', eventRecord);
    this.#suppressions = suppressions;
    this.#deliveries = deliveries;
  }

  /** All events, oldest first. */
  all(): Promise<readonly OutboxEvent[]> {
    return this.#entries.all();
  }

  /** Keeps an event and sends it out; one that is kept already, by whatever process, is left alone. */
  async emit(mail: MailRecord, happening: Happening): Promise<void> {
    const event = this.#toEvent(mail, happening);
    const { type, recipient, detail, createdAt } = event;
    if ((await this.#entries.find(event.id)) !== undefined) return;
    const reason = suppressing[happening.type];
    if (reason !== undefined) await this.#suppressions.add(recipient, reason, createdAt, detail);
    if (type === 'resubscribed') await this.#suppressions.remove(recipient, 'unsubscribed');
    await this.#deliveries?.note(event);
    if (await this.#entries.add(event)) this.#deliveries?.enqueue(event);
  }

  #toEvent(mail: MailRecord, { id, type, recipient, at }: Happening): OutboxEvent {
    const { reference, vendorKey, metadata, tags } = mail;
    const detail = details[type];
    return {
      id,
      createdAt: at,
      sequence: this.#entries.next(),
      type,
      mailId: mail.id,
      recipient,
      ...(reference !== undefined && { reference }),
      ...(vendorKey !== undefined && { vendorKey }),
      metadata,
      tags,
      ...(detail !== undefined && { detail }),
      ...(type === 'clicked' && { url: firstLink(mail) }),
    };
  }
}

/** What a reader clicks on: the first link of the mail. */
function firstLink({ html = '', text = '' }: MailRecord): string {
  const [, inHtml = ''] = /<a\s[^>]*href\s*=\s*["']?(https?:\/\/[^"'\s>]+)/i.exec(html) ?? [];
  const [inText = ''] = /https?:\/\/[^\s<>"]+/.exec(text) ?? [];
  const link = [inHtml.replaceAll('&amp;', '&'), inText].find((candidate) => URL.canParse(candidate));
  return link ?? 'https://outbox.example/';
}
