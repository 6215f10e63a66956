import type { CallOptions, Clock, Integration, Random, Setup } from '@patchbay/core';
import type { KeyMemory } from '@patchbay/core/failover';
import type { Verdict } from '@patchbay/core/ledger';
import type { Reach } from '../script/generate.ts';
import type { Intent } from '../script/script.ts';
import type { Account } from '../vendors/account.ts';

/** What one process has to open a facade with. */
export interface Opening {
  readonly clock: Clock;
  readonly random: Random;
  readonly memory: KeyMemory;
  /** One for each account. */
  readonly members: readonly Opened[];
}

/** How an account is reached. */
export interface Opened {
  readonly secret: string;
  readonly url: string;
  /** A payment from before, at Stripe. */
  readonly paymentId: string;
  readonly setup: Setup;
}

/** A facade as scripts drive it. */
export interface Subject {
  /** Resolves to the id of what was made. */
  call(intent: Intent, options: CallOptions): Promise<string>;
  /** Of a ledger. */
  reconcile?(options: CallOptions): AsyncIterable<Verdict>;
  /** Takes what the vendor tells of what it did. */
  receive?(body: string): Promise<unknown>;
  /** The facades of the accounts. */
  readonly members: readonly (Integration & { native(): Promise<unknown> })[];
}

/** One facade under test. */
export interface FacadeRow extends Reach {
  readonly category: string;
  /** Calls go without an idempotency key: then none is like another. */
  readonly isKeyless?: true;
  /** The vendor can be asked what became of a write. */
  readonly canFind: boolean;
  readonly account: (name: string, now: () => number) => Account;
  readonly open: (opening: Opening, around: { readonly group: boolean; readonly ledger: boolean }) => Subject;
}

/** It remembers the key: what it says of a call is true of the key. A group asks who made a payment for its refund. */
export function remembers({ accounts, hasLedger }: FacadeRow, { operation }: Intent): boolean {
  return hasLedger || (accounts > 1 && operation === 'create');
}
