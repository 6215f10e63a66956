/** What the provider's own books say, and the requests that it saw. Amounts in minor units of EUR. */
export interface FarSide {
  readonly captured: number;
  readonly refunded: number;
  /** Charges that went through. */
  readonly charges: number;
  readonly refunds: number;
  readonly operations: readonly string[];
}

/** Where a fake in a process of its own tells it. */
export const farSidePath = '/_story/far-side';

/** Every operation once, with how often it was seen, in the order of first sight. */
export function countOperations(operations: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const operation of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return [...counts].map(([operation, count]) => `${String(count).padStart(4)} × ${operation}`);
}
