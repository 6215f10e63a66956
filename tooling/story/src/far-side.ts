/** What the books of the provider of payments say, and the requests that it saw. Amounts in minor units of EUR. */
export interface PaymentBooks {
  readonly captured: number;
  readonly refunded: number;
  /** Charges that went through. */
  readonly charges: number;
  readonly refunds: number;
  readonly operations: readonly string[];
}

/** A mail that the provider of email took. */
export interface SeenMail {
  readonly from: string;
  /** All of them, with commas. */
  readonly recipients: string;
  readonly subject: string;
  /** Those besides what every mail has. */
  readonly headers: Readonly<Record<string, string>>;
  /** Content ids of the pictures that travel with it. */
  readonly pictures: readonly string[];
}

/** What the provider of email took, and the requests that it saw. */
export interface Mailbag {
  readonly mails: readonly SeenMail[];
  readonly operations: readonly string[];
}

/** Where a fake in a process of its own tells what it has. */
export const farSidePath = '/_story/far-side';

/** Every operation once, with how often it was seen, in the order of first sight. */
export function countOperations(operations: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const operation of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return [...counts].map(([operation, count]) => `${String(count).padStart(4)} × ${operation}`);
}
