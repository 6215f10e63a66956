/** What the provider made of one recipient. */
export type RecipientStatus = 'accepted' | 'scheduled' | 'refused' | 'deferred' | 'suppressed';

/** Why a recipient is not served. */
export type RefusalReason =
  | 'mailbox_unknown'
  | 'mailbox_full'
  | 'policy'
  | 'content'
  | 'reputation'
  | 'suppressed'
  | 'other';

/** The fate of one recipient, as far as the provider tells when it takes the mail. */
export interface RecipientResult {
  readonly email: string;
  readonly kind: 'to' | 'cc' | 'bcc';
  readonly status: RecipientStatus;
  /** Absent where the recipient is served. */
  readonly reason?: RefusalReason;
  /** The provider's words. */
  readonly detail?: string;
}

/**
 * What the provider promises. `accepted`: it took the mail for every recipient and will try to deliver it; events tell
 * what became of it. `partial`: for some recipients. `refused`: for none.
 */
export interface Receipt {
  /** The provider's id of the mail: events and `schedule.cancel` refer to it. */
  readonly id: string;
  readonly provider: string;
  readonly status: 'accepted' | 'scheduled' | 'partial' | 'refused';
  /** One for each recipient, in the order of to, cc, bcc. */
  readonly recipients: readonly RecipientResult[];
  /** The `Message-ID` header, where the provider tells it. */
  readonly rfcMessageId?: string;
  readonly reference?: string;
  /** The provider's own answer; not enumerable. */
  readonly raw: unknown;
}
