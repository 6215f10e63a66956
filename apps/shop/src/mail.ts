import type { Money } from '@patchbay/payments';

/** What a mail tells: that money came, or that some of it went back. */
export type MailKind = 'receipt' | 'refund';

/**
 * How far a mail is. `wanted`: not handed over yet. `sending`: handed over now, or when the shop ended. `unknown`: it
 * may have been sent and the answer was lost; it is never sent again by itself. `failed`: it certainly was not sent.
 */
export type MailState = 'wanted' | 'sending' | 'sent' | 'unknown' | 'failed';

/** A mail to the customer. The row is written together with the change that it tells of. */
export interface MailRow {
  /** `receipt:<order>` or `refund:<refund>`: the intention, and the key under which it is sent. */
  readonly key: string;
  readonly orderId: string;
  readonly kind: MailKind;
  readonly to: string;
  /** What was paid, or what went back. */
  readonly amount: Money;
  readonly state: MailState;
  /** How often it was handed over: a form that was sent twice knows only the first of both. */
  readonly tries: number;
  /** Who was asked last. */
  readonly provider?: string;
  /** When it was handed over last. */
  readonly askedAt?: Date;
  readonly messageId?: string;
  /** It was of unknown fate before: an earlier try may have arrived. */
  readonly isDoubtful: boolean;
}

/** True while the shop has something left to do with it. */
export function isUnderWay({ state }: Pick<MailRow, 'state'>): boolean {
  return state === 'wanted' || state === 'sending';
}
