import type { Ledger } from './ledger.ts';

/** Sums over one sandbox account, per currency in minor units. */
export interface SandboxBooks {
  /** How many payments a bank agreed to. */
  readonly charges: number;
  /** How many refunds were ever made, failed ones included. */
  readonly refunds: number;
  /** Taken, before refunds. */
  readonly captured: Readonly<Record<string, number>>;
  /** Given back; failed refunds are not in it. */
  readonly refunded: Readonly<Record<string, number>>;
}

/** Adds the ledger up. */
export function booksOf(ledger: Ledger): SandboxBooks {
  const payments = ledger.all('payment');
  const refunds = ledger.all('refund');
  return {
    charges: payments.filter(({ authorized }) => authorized > 0).length,
    refunds: refunds.length,
    captured: sum(payments.map(({ amount, captured }) => [amount.currency, captured])),
    refunded: sum(
      refunds.flatMap(({ amount, status }) =>
        status === 'succeeded' ? [[amount.currency, amount.minor]] : [],
      ),
    ),
  };
}

function sum(rows: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [currency, minor] of rows) sums[currency] = (sums[currency] ?? 0) + minor;
  return sums;
}
