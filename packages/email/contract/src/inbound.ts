import type { EmailAddress } from './address.ts';

/** A mail that came in. Nothing in it can be trusted: anyone may write one. */
export interface InboundMail {
  /** The `Message-ID` header, without brackets. */
  readonly rfcMessageId?: string;
  readonly provider: string;
  readonly from?: EmailAddress;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** Whom the server took it for: the envelope, not the headers. */
  readonly envelope?: { readonly from: string; readonly to: readonly string[] };
  /** In their order, repeated ones each. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly bytes: Uint8Array;
    readonly contentId?: string;
  }[];
  /** What the provider found when it checked the sender: `pass`, `fail`, … */
  readonly verdicts: Readonly<Partial<Record<'spf' | 'dkim' | 'spam', string>>>;
  /** The provider's own form; not enumerable. */
  readonly raw: unknown;
}
