/** Settings of {@link sendgridFake}. Everything has a default that suits a test. */
export interface SendgridFakeOptions {
  /** The only API key that is accepted. Default: `SG.fake.fake`. */
  readonly apiKey?: string;
  /** What the key may do. Default: everything that the fake serves. */
  readonly scopes?: readonly string[];
  /** Addresses or domains that may send. Default: all. */
  readonly verifiedSenders?: readonly string[];
  /** Templates of the account. Default: none. */
  readonly templates?: readonly FakeTemplate[];
  /** Ids of the account's unsubscribe groups. Default: none. */
  readonly unsubscribeGroups?: readonly number[];
  /** Names of the account's IP pools. Default: none. */
  readonly ipPools?: readonly string[];
  /** How many recipients may still be sent to. Default: no limit. */
  readonly credits?: number;
  /** Requests that one endpoint answers in one window; more are answered with 429. Default: no limit. */
  readonly rateLimit?: { readonly requests: number; readonly windowSeconds: number };
  /** Private keys that sign webhooks: PKCS#8 of P-256 in base64, newest last. Default: fresh ones. */
  readonly signingKeys?: readonly string[];
  /** The fake's clock in epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/** A fake SendGrid account: its Web API v3 and its webhooks, without a socket. @sealed */
export interface SendgridFake {
  /** Answers one HTTP request as api.sendgrid.com would. Never rejects. */
  handle(request: Request): Promise<Response>;
  /** Every request answered so far, oldest first, rejected ones included. */
  readonly log: readonly LoggedRequest[];
  /** What was really accepted: one mail per personalization, scheduled and dropped ones included. */
  readonly accepted: readonly AcceptedMail[];
  /** Every event that came to be, oldest first. */
  readonly events: readonly SendgridEvent[];
  /** Processes scheduled mails whose time has come. Returns how many left the schedule. */
  runDue(): number;
  /**
   * Lets something happen to a mail that was processed, with its effect on the suppression lists.
   * `details` override the event's fields; one that is `undefined` is left out, as SendGrid leaves out
   * `sg_message_id` of an asynchronous bounce.
   */
  emit(type: EventType, target: EventTarget, details?: Readonly<Record<string, unknown>>): SendgridEvent;
  /** Puts an address on a suppression list. Unsubscribe groups are lists too: `group:<id>`. */
  suppress(list: SuppressionList, email: string, entry?: SuppressionEntry): void;
  /** The public key that verifies webhooks, as SendGrid shows it: SPKI in base64. */
  publicKey(index?: number): Promise<string>;
  /** The event webhook request that SendGrid would send. */
  sign(events: readonly SendgridEvent[], options?: SignOptions): Promise<Request>;
  /** The Inbound Parse request that SendGrid would send for a mail. */
  inbound(mail: InboundMail, options?: InboundOptions): Request;
  /** Forgets everything but the options and the signing keys. */
  reset(): void;
}

/** A template of the account. */
export interface FakeTemplate {
  /** `d-` and 32 hexadecimal digits, or a UUID for a legacy template. */
  readonly id: string;
  readonly name: string;
  /** Content of the active version. */
  readonly version?: { readonly subject?: string; readonly html?: string; readonly text?: string };
}

/** An address as it goes over the wire. */
export interface MailAddress {
  readonly email: string;
  readonly name?: string | undefined;
}

/** One accepted personalization: one mail with its own envelope. */
export interface AcceptedMail {
  /** The `x-message-id` of the answer; mails of one request share it. */
  readonly messageId: string;
  /** Position among the request's personalizations. */
  readonly personalization: number;
  readonly from: MailAddress;
  readonly replyTo: readonly MailAddress[];
  readonly recipients: readonly AcceptedRecipient[];
  /** Absent if it comes from the template. */
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  /** All content blocks by MIME type, AMP and calendar included. */
  readonly content: Readonly<Record<string, string>>;
  readonly attachments: readonly AcceptedAttachment[];
  readonly headers: Readonly<Record<string, string>>;
  readonly categories: readonly string[];
  /** Of the request and the personalization, merged. */
  readonly customArgs: Readonly<Record<string, string>>;
  /** The template and its data. The fake does not render templates. */
  readonly template?: { readonly id: string; readonly data: Readonly<Record<string, unknown>> };
  /** When it was accepted, in epoch milliseconds. */
  readonly acceptedAt: number;
  /** When it is to be sent, in epoch milliseconds. Absent for at once. */
  readonly sendAt?: number;
  readonly batchId?: string;
  readonly unsubscribeGroup?: number;
  readonly ipPool?: string;
  /** Names of the suppression lists that this mail does not heed. */
  readonly bypassed: readonly SuppressionList[];
  /** As in the request. */
  readonly tracking?: unknown;
}

/** A recipient and what has become of the mail. */
export interface AcceptedRecipient extends MailAddress {
  readonly kind: 'to' | 'cc' | 'bcc';
  /** The id that this recipient's events carry. It begins with the mail's message id. */
  readonly eventMessageId: string;
  readonly status:
    | 'scheduled'
    | 'processed'
    | 'delivered'
    | 'deferred'
    | 'bounced'
    | 'dropped'
    | 'cancelled'
    | 'expired';
  /** Why it was dropped. */
  readonly reason?: string;
}

/** An attachment with its content decoded. */
export interface AcceptedAttachment {
  readonly filename: string;
  readonly type?: string;
  readonly disposition: 'attachment' | 'inline';
  readonly contentId?: string;
  readonly bytes: Uint8Array;
}

/** One request and how it was answered. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON, or undefined if there was none or it was none. */
  readonly body: unknown;
  readonly status: number;
  /** Paths of fields of an accepted mail that SendGrid does not know and silently leaves out. */
  readonly ignored: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What can happen to a mail. `blocked` is SendGrid's event `bounce` with `type: 'blocked'`. */
export type EventType =
  | 'processed'
  | 'deferred'
  | 'delivered'
  | 'bounce'
  | 'blocked'
  | 'dropped'
  | 'open'
  | 'click'
  | 'spamreport'
  | 'unsubscribe'
  | 'group_unsubscribe'
  | 'group_resubscribe';

/** Which recipient an event is about: the newest mail that matches all that is given. */
export interface EventTarget {
  readonly messageId?: string;
  readonly email?: string;
}

/** One event as the event webhook sends it. Custom arguments are fields beside SendGrid's own. */
export interface SendgridEvent {
  readonly event: Exclude<EventType, 'blocked'>;
  readonly email: string;
  /** Unix time in seconds. */
  readonly timestamp: number;
  readonly sg_event_id: string;
  readonly [field: string]: unknown;
}

/** How an event webhook request is made. */
export interface SignOptions {
  /** Address of the request. Default: `http://127.0.0.1/webhooks/sendgrid`. */
  readonly url?: string;
  /** Which signing key: 0 is the first. Default: 0. */
  readonly key?: number;
  /** Unix time in seconds. Default: now. */
  readonly timestamp?: number;
}

/** Suppression lists by the names in their addresses. */
export type SuppressionList =
  | 'bounces'
  | 'blocks'
  | 'invalid_emails'
  | 'spam_reports'
  | 'unsubscribes'
  | `group:${number}`;

/** What a list holds of an address besides when it came there. */
export interface SuppressionEntry {
  readonly reason?: string;
  readonly status?: string;
  readonly ip?: string;
}

/** A mail that arrives for Inbound Parse. */
export interface InboundMail {
  readonly from: string;
  readonly to: string;
  readonly cc?: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** Headers besides From, To, Cc, Subject and MIME's own. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly type: string;
    readonly bytes: Uint8Array;
    readonly contentId?: string;
  }[];
  /** The SMTP envelope. Default: the addresses of `from` and `to`. */
  readonly envelope?: { readonly from: string; readonly to: readonly string[] };
  readonly spf?: string;
  readonly dkim?: string;
  readonly spamScore?: number;
}

/** How an Inbound Parse request is made. */
export interface InboundOptions {
  /** Address of the request. Default: `http://127.0.0.1/inbound/sendgrid`. */
  readonly url?: string;
  /** Sends the whole MIME message in the field `email`, as the setting "Send Raw" does. */
  readonly raw?: boolean;
}
