import type { CallOptions, ListOptions, Pages, Reconciled } from '@patchbay/core';
import type { Message } from './message.ts';
import type { Receipt } from './receipt.ts';
import type { ReconcileSend } from './reconcile.ts';
import type { AddSuppression, ListSuppressions, RemoveSuppression, Suppression } from './suppression.ts';

/** An id, bare or alone in an object: a whole object of the contract has more than that. */
export type IdInput = string | { readonly id: string };

/** An address, or an object that has one. */
export type EmailInput = string | { readonly email: string };

/** The operations of the category. @sealed */
export interface EmailApi {
  /**
   * Hands a mail over for delivery. What becomes of it is told per recipient, now as far as the provider knows, later
   * by events. A recipient that is refused is a result, not an error.
   *
   * A mail whose answer is lost may have been sent: the error says `unknown`, and it is sent again only where the
   * provider honours an idempotency key. There a key that was used for another mail is `idempotency_mismatch`.
   */
  send(input: Message, options?: CallOptions): Promise<Receipt>;
  /** Finds out what became of a mail whose answer was lost (outcome `unknown`), without sending it again. */
  reconcile(input: ReconcileSend, options?: CallOptions): Promise<Reconciled<Receipt>>;
  /** Mails that wait for their time. */
  readonly schedule: {
    /** Takes a mail back that was sent with `sendAt`. */
    cancel(input: IdInput, options?: CallOptions): Promise<void>;
  };
  /** Addresses that the provider no longer sends to. */
  readonly suppressions: {
    /** Suppressions, newest first within each reason. */
    list(input?: ListSuppressions, options?: ListOptions): Pages<Suppression>;
    /** All suppressions of one address; empty when it may be sent to. */
    get(input: EmailInput, options?: CallOptions): Promise<readonly Suppression[]>;
    /** Sends no more to an address. */
    add(input: AddSuppression, options?: CallOptions): Promise<void>;
    /** Sends to an address again; one that is not suppressed is left as it is. */
    remove(input: string | RemoveSuppression, options?: CallOptions): Promise<void>;
  };
}
