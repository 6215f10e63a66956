import type { Capabilities } from '@patchbay/core';
import type { EmailApi } from './api.ts';

/** What a provider can do within an operation. */
export type EmailTrait =
  | 'attachments'
  | 'inline'
  | 'templates'
  | 'schedule'
  | 'headers'
  | 'tags'
  | 'metadata'
  | 'tracking'
  | 'envelope_from'
  | 'recipient_results'
  | 'webhooks'
  | 'inbound';

/** What a provider takes at most. */
export interface EmailLimits {
  /** Of one message: to, cc and bcc together. */
  readonly recipients: number;
  /** Of one message, attachments encoded. */
  readonly messageBytes: number;
  /** How far ahead `sendAt` may be; 0 without `schedule`. */
  readonly scheduleMs: number;
  /** `tags` of one message; 0 without. */
  readonly tags: number;
}

/** What one provider can do: an `as const satisfies EmailCapabilities` object per adapter. */
export interface EmailCapabilities extends Capabilities<EmailApi> {
  readonly traits: Readonly<Record<EmailTrait, boolean>>;
  readonly limits: EmailLimits;
}
