import type { AddressInput } from './address.ts';
import type { Attachment } from './attachment.ts';

/** Free text of yours that travels with a message and comes back in its events. */
export type Metadata = Readonly<Record<string, string>>;

/** Fields of the vendor's own request, merged last: the way to what the contract does not name. */
export type VendorInput = Readonly<Record<string, unknown>>;

/** A template that the vendor keeps, and what it is filled with. */
export interface TemplateInput {
  /** The vendor's id of the template. */
  readonly id: string;
  /** What its placeholders stand for. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** How the reader leaves a mailing list: at least one way. Sent as `List-Unsubscribe` (RFC 2369, RFC 8058). */
export interface Unsubscribe {
  /** Opened by a reader; with `https` a POST to it is a one-click unsubscription. */
  readonly url?: string;
  /** A mailbox that a mail asks to be taken off the list. */
  readonly email?: string;
}

/** A mail to send. At least one recipient, and a body: `text`, `html` or a `template`. */
export interface Message {
  readonly from: AddressInput;
  readonly to?: AddressInput | readonly AddressInput[];
  readonly cc?: AddressInput | readonly AddressInput[];
  readonly bcc?: AddressInput | readonly AddressInput[];
  readonly replyTo?: AddressInput | readonly AddressInput[];
  /** Required, unless a template brings it. */
  readonly subject?: string;
  readonly text?: string;
  /** `cid:<contentId>` shows an attachment that has this `contentId`. */
  readonly html?: string;
  /** Instead of `text` and `html`. Trait `templates`. */
  readonly template?: TemplateInput;
  readonly attachments?: readonly Attachment[];
  /** Further headers; those that the message is made of are refused. Trait `headers`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Categories that the vendor counts by. Trait `tags`. */
  readonly tags?: readonly string[];
  /** Trait `metadata`. */
  readonly metadata?: Metadata;
  /** Your own id of what the mail is about, for example of the order: it comes back in events. Trait `metadata`. */
  readonly reference?: string;
  /** Not before then. Trait `schedule`; how far ahead: `limits.scheduleMs`. */
  readonly sendAt?: Date;
  /** What the vendor may count. Trait `tracking`. */
  readonly tracking?: { readonly opens?: boolean; readonly clicks?: boolean };
  readonly unsubscribe?: Unsubscribe;
  /** Where bounces go, if not to the sender. Trait `envelope_from`. */
  readonly envelopeFrom?: string;
  readonly vendor?: VendorInput;
}
