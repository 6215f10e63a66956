import type { AcmeBooks } from './books.ts';

/** What the fake's one account is like. */
export interface AcmeFakeOptions {
  /** The only key that is accepted. Default: `test_key`. */
  readonly apiKey?: string;
  /** The time in epoch milliseconds. Default: the machine's. */
  readonly now?: () => number;
}

/** A strict fake of Acme. */
export interface AcmeFake {
  /** Answers one request, as Acme does. */
  handle(request: Request): Promise<Response>;
  /** Every request so far, oldest first. */
  readonly log: readonly AcmeLogEntry[];
  /** What was really done, whatever the caller was told. */
  readonly books: AcmeBooks;
  // only: webhooks
  /** Every webhook event so far, oldest first. */
  readonly events: readonly AcmeEvent[];
  /** Lets Acme tell of something by a webhook. */
  emit(type: string, data: AcmeEvent['data']): void;
  // all
  /** Answers the next request with this refusal instead. */
  fail(failure: AcmeFailure): void;
  /** Empties the account. */
  reset(): void;
}

/** One request as it came, and how it was answered. */
export interface AcmeLogEntry {
  readonly method: string;
  readonly path: string;
  /** The body as it came. */
  readonly bytes: Uint8Array;
  readonly status: number;
}

/** A refusal in Acme's own envelope. */
export interface AcmeFailure {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}
// only: webhooks

/** What a webhook carries. */
export interface AcmeEvent {
  readonly id: string;
  readonly type: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly data: Readonly<Record<string, unknown>>;
}
// all
