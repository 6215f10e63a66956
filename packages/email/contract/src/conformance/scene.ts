import { assert, assertEqual, Scene, type WebhookSource } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { Message } from '../message.ts';
import { emailReasons } from '../reasons.ts';
import type { Receipt } from '../receipt.ts';
import type {
  AcceptedMail,
  AnyEmail,
  ArrivedMail,
  EmailFixtures,
  EmailSubject,
  Happening,
  Mailbox,
} from './harness.ts';

/** One fresh account of email as the cases use it, with the steps that many cases share. */
export class EmailScene extends Scene<EmailSubject> {
  readonly email: AnyEmail;
  readonly fixtures: EmailFixtures;
  readonly mailbox: Mailbox;
  #people = 0;

  constructor(subject: EmailSubject) {
    super(subject, emailReasons);
    this.email = subject.facade;
    this.fixtures = subject.fixtures;
    this.mailbox = subject.mailbox;
  }

  /** The provider's webhooks; cases that need them are skipped where there are none. */
  get webhooks(): WebhookSource {
    const { webhooks } = this.subject;
    assert(webhooks !== undefined, 'a harness of a provider with webhooks has a source of them');
    return webhooks;
  }

  /** A mailbox that takes every mail. */
  at(name: string): string {
    return `${name}@${this.fixtures.domain}`;
  }

  /** A mailbox that takes every mail, and that nobody has heard of yet. */
  somebody(): string {
    this.#people += 1;
    return this.at(`reader-${this.#people}`);
  }

  /** A short mail to `ada`. */
  message(more: Partial<Message> = {}): Message {
    const { sender } = this.fixtures;
    return { from: sender, to: this.at('ada'), subject: 'A word', text: 'Hello Ada.', ...more };
  }

  /** A message to `ada` with nothing in it but what is given. */
  bare(fields: Partial<Message>): Message {
    return { from: this.fixtures.sender, to: this.at('ada'), ...fields };
  }

  /** Hands a mail over that has to be taken. */
  async send(more: Partial<Message> = {}): Promise<Receipt> {
    return this.value(this.email.send(this.message(more), this.once()));
  }

  /** Hands a mail over that has to be taken; what the far side has of it. */
  async arrived(more: Partial<Message> = {}): Promise<AcceptedMail> {
    return this.mailOf(await this.send(more));
  }

  /** The one mail of a receipt on the far side. */
  async mailOf({ id }: Pick<Receipt, 'id'>): Promise<AcceptedMail> {
    const all = await this.mailbox.accepted();
    const [mail, ...others] = all.filter((candidate) => candidate.id === id);
    const found = all.map((candidate) => candidate.id).join(', ');
    assert(mail !== undefined, `the far side has the mail ${id}, found ${found || 'none'}`);
    assertEqual(others.length, 0, `further mails with the id ${id}`);
    return mail;
  }

  /** The last mail that the far side took. */
  async newest(): Promise<AcceptedMail> {
    const mail = (await this.mailbox.accepted()).at(-1);
    assert(mail !== undefined, 'the far side has a mail');
    return mail;
  }

  /** Lets something happen to a mail. */
  async happen(what: Happening, mail: Pick<Receipt, 'id'>, recipient = this.at('ada')): Promise<void> {
    await this.value(this.subject.happen(what, mail, recipient));
  }

  /** Suppresses somebody, through the facade. */
  async suppressed(email = this.somebody()): Promise<string> {
    await this.value(this.email.suppressions.add({ email }, this.once()));
    return email;
  }

  /** What the provider posts when a mail came in. */
  async inboundOf(mail: ArrivedMail): Promise<RawWebhook> {
    const { inboundOf } = this.subject;
    assert(inboundOf !== undefined, 'a harness of a provider with inbound mail can make one');
    return inboundOf.call(this.subject, mail);
  }
}
