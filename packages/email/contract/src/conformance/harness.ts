import type { Integration } from '@patchbay/core';
import type { BaseSubject, ConformanceCase, Harness, WebhookSource } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { EmailAddress } from '../address.ts';
import type { EmailApi } from '../api.ts';
import type { EmailCapabilities } from '../capabilities.ts';
import type { EmailMethods } from '../contract.ts';
import type { Metadata } from '../message.ts';

/** What an adapter of email hands to the suite. */
export type EmailHarness = Harness<EmailSubject, EmailCapabilities>;

/** One behaviour of email. */
export type EmailCase = ConformanceCase<EmailSubject, EmailCapabilities>;

/** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
export type AnyEmail = Integration & EmailApi & EmailMethods;

/** One account of email and one facade over it. */
export interface EmailSubject extends BaseSubject<AnyEmail> {
  readonly fixtures: EmailFixtures;
  /** What the far side holds: read without the adapter. */
  readonly mailbox: Mailbox;
  /**
   * Lets something happen to a mail that was sent, so that the provider tells of it by a webhook. One that the provider
   * never tells of throws; the harness exempts its cases. Trait `webhooks`.
   */
  happen(what: Happening, mail: { readonly id: string }, recipient: string): Promise<void>;
  /** Lets time pass on the facade's clock and at the provider: scheduled mails become due. */
  passTime(ms: number): Promise<void>;
  /** The provider's webhooks. Trait `webhooks`. */
  readonly webhooks?: WebhookSource;
  /** What the provider posts to the application when a mail came in. Trait `inbound`. */
  inboundOf?(mail: ArrivedMail): Promise<RawWebhook>;
}

/** What exists in every fresh account. */
export interface EmailFixtures {
  /** An address that may send. */
  readonly sender: string;
  /** One that may not: `provider_permission_denied`, `sender_not_verified`. Absent where anyone may send:
   * the harness exempts the case. */
  readonly unverifiedSender?: string;
  /** A domain whose mailboxes take every mail: `ada@<domain>`. */
  readonly domain: string;
  /** A mailbox elsewhere that is refused at once as unknown. Trait `recipient_results`. */
  readonly refusedRecipient?: string;
  /** A mailbox that is full for now: deferred at once. Trait `recipient_results`. */
  readonly fullRecipient?: string;
  /** A template of the account with the placeholder `name`. Trait `templates`. */
  readonly templateId?: string;
  /** One of the right form that the account has not; absent where that is found out only later, and exempted. */
  readonly unknownTemplateId?: string;
  /** An id of the form of `Receipt.id` that names nothing. */
  readonly unknownMessageId: string;
}

/** The far side's own record of mails. */
export interface Mailbox {
  /** How many mails were ever taken, cancelled ones included. A mail to many recipients is one. */
  count(): Promise<number>;
  /** All that were ever taken, oldest first. */
  accepted(): Promise<readonly AcceptedMail[]>;
}

/** One mail as the far side holds it, its header fields unfolded and decoded. */
export interface AcceptedMail {
  /** What `Receipt.id` has to be. */
  readonly id: string;
  /** `waiting`: for its time. */
  readonly status: 'waiting' | 'sent' | 'cancelled';
  /** Everyone whom it goes to, in any order; who was refused, deferred or is suppressed is none of them. */
  readonly envelope: readonly string[];
  /** Whom bounces go to, where the provider lets the sender choose. */
  readonly envelopeFrom?: string;
  readonly from: EmailAddress;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly replyTo: readonly EmailAddress[];
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly template?: { readonly id: string; readonly data: Readonly<Record<string, unknown>> };
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly contentId?: string;
    readonly bytes: Uint8Array;
  }[];
  /** What a reader sees besides the fields above: `List-Unsubscribe` and all of the message's own. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly tags: readonly string[];
  /** What travels with it; the adapter may have added its own. */
  readonly metadata: Metadata;
  readonly sendAt?: Date;
  readonly tracking: { readonly opens?: boolean; readonly clicks?: boolean };
  /** The whole mail as its readers get it, where the far side has it. */
  readonly source?: string;
}

/** What can happen to a mail. `unheard_of`: something that the contract has no name for. */
export type Happening =
  | 'delivered'
  | 'deferred'
  | 'bounced'
  | 'blocked'
  | 'opened'
  | 'clicked'
  | 'complained'
  | 'unsubscribed'
  | 'resubscribed'
  | 'unheard_of';

/** A mail that a stranger wrote to the application. */
export interface ArrivedMail {
  /** As the header says: `Ada Lovelace <ada@example.com>`. */
  readonly from: string;
  readonly to: string;
  readonly cc?: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly bytes: Uint8Array;
    readonly contentId?: string;
  }[];
  /** Default: the addresses of `from` and `to`. */
  readonly envelope?: { readonly from: string; readonly to: readonly string[] };
}
