import { IntegrationError } from '@patchbay/core';
import type { WebhookInput } from '@patchbay/core/webhook';
import type { Email } from '../../contract.ts';
import type { EmailEvent } from '../../events.ts';
import type { Message } from '../../message.ts';
import type { Receipt } from '../../receipt.ts';

/** What this office needs of its email provider, whoever that is. */
export type OfficeEmail = Email<'send'>;

/** One letter of the office. */
export interface Letter {
  /** Of the intention: the same letter is never sent twice. */
  readonly key: string;
  readonly message: Message;
  state: 'due' | 'sent' | 'unsure' | 'failed';
  messageId?: string;
}

/** A small office as an application has it: letters that are sent once, and a book of what became of them. */
export class Office {
  readonly letters = new Map<string, Letter>();
  /** Whoever left, complained, or has no mailbox any more. */
  readonly silent = new Set<string>();
  readonly book: string[] = [];
  readonly #email: OfficeEmail;
  readonly #claimed = new Set<string>();

  constructor(email: OfficeEmail) {
    this.#email = email;
  }

  /** Sends a letter, unless it was sent: the key is the intention. */
  async post(key: string, message: Message): Promise<Letter> {
    const known = this.letters.get(key);
    const letter: Letter = known ?? { key, message, state: 'due' };
    this.letters.set(key, letter);
    if (known === undefined) await this.#send(letter);
    return letter;
  }

  /** Sends again what certainly was not sent; a letter of unknown fate stays where it is. */
  async catchUp(): Promise<void> {
    for (const letter of this.letters.values()) if (letter.state === 'failed') await this.#send(letter);
  }

  /** A newsletter, a mail for each reader; returns whom it did not reach. */
  async newsletter(issue: string, readers: readonly string[], make: (reader: string) => Message) {
    const served = readers.filter((reader) => !this.silent.has(reader));
    const missed: string[] = [];
    const results = this.#email.sendMany(served.map(make), {
      concurrency: 4,
      idempotencyKey: `news:${issue}`,
    });
    for await (const result of results) if (!result.ok) missed.push(served[result.index] ?? '');
    return { sent: served.length - missed.length, missed };
  }

  /** The webhook route: verify, claim, act. */
  async receive(webhook: WebhookInput): Promise<void> {
    for (const event of await this.#email.webhooks.receive(webhook)) {
      if (this.#claimed.has(event.dedupeKey)) continue;
      this.#claimed.add(event.dedupeKey);
      this.#note(event);
    }
  }

  #note({ type, bounce, recipient = '', reference }: EmailEvent): void {
    const isGone = type === 'message.bounced' && bounce?.kind === 'hard';
    if (isGone || type === 'message.complained' || type === 'recipient.unsubscribed')
      this.silent.add(recipient);
    this.book.push([type, reference].filter(Boolean).join(' '));
  }

  async #send(letter: Letter): Promise<void> {
    try {
      const receipt: Receipt = await this.#email.send(letter.message, { idempotencyKey: letter.key });
      letter.messageId = receipt.id;
      letter.state = 'sent';
    } catch (error) {
      if (!IntegrationError.is(error)) throw error;
      letter.state = error.outcome === 'not_applied' ? 'failed' : 'unsure';
    }
  }
}
