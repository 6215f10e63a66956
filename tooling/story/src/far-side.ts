/** What the books of the provider of payments say, and the requests that it saw. Amounts in minor units of EUR. */
export interface PaymentBooks {
  readonly captured: number;
  readonly refunded: number;
  /** Charges that went through. */
  readonly charges: number;
  readonly refunds: number;
  /** Those that carried a key, where the provider tells. */
  readonly writes: readonly KeyedWrite[];
  readonly operations: readonly string[];
}

/** A write, by the key that its requests carried. */
export interface KeyedWrite {
  readonly operation: string;
  readonly key: string;
  readonly requests: number;
  /** How many of them were answered with what an earlier one had done. */
  readonly replayed: number;
}

/** A mail that the provider of email took. */
export interface SeenMail {
  /** Which of several accounts took it. */
  readonly account?: string;
  readonly from: string;
  /** All of them, with commas. */
  readonly recipients: string;
  readonly subject: string;
  /** Those besides what every mail has. */
  readonly headers: Readonly<Record<string, string>>;
  /** The pictures that travel with it. */
  readonly pictures: readonly { readonly contentId: string; readonly sha256: string }[];
}

/** What the provider of email took, and the requests that it saw. */
export interface Mailbag {
  readonly mails: readonly SeenMail[];
  readonly operations: readonly string[];
}

/** What the provider of storage holds, and the requests that it saw. */
export interface Warehouse {
  readonly objects: readonly { readonly key: string; readonly sizeBytes: number; readonly sha256: string }[];
  /** Uploads that were begun and never ended. */
  readonly leftovers: number;
  readonly operations: readonly string[];
}

/** Who is signed in at the provider of auth, and the requests that it saw. */
export interface GuestBook {
  /** What it has issued, by kind. */
  readonly tokens: Readonly<Record<string, number>>;
  /** Whose sessions have not ended. */
  readonly signedIn: readonly string[];
  readonly operations: readonly string[];
}

/** What all providers have. */
export interface FarSides {
  readonly payments: PaymentBooks;
  readonly email: Mailbag;
  readonly storage: Warehouse;
  readonly auth: GuestBook;
}

/** Where a fake in a process of its own tells what it has. */
export const farSidePath = '/_story/far-side';

/** Where such a fake is told to work again. */
export const recoverPath = '/_story/recover';

/** Every operation once, with how often it was seen, in the order of first sight. */
export function countOperations(operations: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const operation of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return [...counts].map(([operation, count]) => `${String(count).padStart(4)} × ${operation}`);
}
