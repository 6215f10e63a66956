import { type AcmeBooks, newBooks } from './books.ts';
import type {
  // only: webhooks
  AcmeEvent,
  // all
  AcmeFailure,
  AcmeFakeOptions,
  AcmeLogEntry,
} from './types.ts';

/** All that the fake remembers. */
export interface Account {
  readonly apiKey: string;
  readonly log: AcmeLogEntry[];
  readonly failures: AcmeFailure[];
  readonly books: AcmeBooks;
  // only: payments
  /** What was done under each idempotency key. */
  readonly keys: Map<string, { readonly about: string; readonly answer: Response }>;
  // only: webhooks
  readonly events: AcmeEvent[];
  // all
  /** Epoch milliseconds. */
  now(): number;
  /** A new id: `charge_1`. */
  id(prefix: string): string;
}

/** An empty account. */
export function newAccount({ apiKey = 'test_key', now = Date.now }: AcmeFakeOptions): Account {
  let last = 0;
  return {
    apiKey,
    log: [],
    failures: [],
    books: newBooks(),
    // only: payments
    keys: new Map(),
    // all
    // only: webhooks
    events: [],
    // all
    now,
    id: (prefix) => `${prefix}_${++last}`,
  };
}
// only: webhooks

/** Lets Acme tell of something by a webhook. */
export function emit(account: Account, type: string, data: AcmeEvent['data']): void {
  account.events.push({ id: account.id('event'), type, created: Math.floor(account.now() / 1000), data });
}
// all
