import type { IdentityKey } from '@patchbay/auth';
import type { TimelineEntry } from './timeline.ts';

/** Somebody who buys here. */
export interface Account {
  readonly id: string;
  readonly name?: string;
  /** As the provider of the first sign-in told it: for receipts, and no key. */
  readonly email?: string;
  /** Who may sign in to it. */
  readonly identities: readonly IdentityKey[];
}

/** A browser in which somebody is signed in. Its id is in that browser's cookie alone; the shop keeps a hash of it. */
export interface Session {
  readonly accountId: string;
  readonly identity: IdentityKey;
  /** The provider's own session, which its word of a sign-out names. */
  readonly providerSessionId?: string;
  /** Shown to the provider at the sign-out, so that it need not ask. */
  readonly idToken?: string;
  readonly expiresAt: Date;
  /** How the sign-in went: the timeline of every order of the session begins with it. */
  readonly entries: readonly TimelineEntry[];
}
