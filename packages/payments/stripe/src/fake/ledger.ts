import type { Account } from './account.ts';
import { idOf } from './protocol/wire.ts';
import type { LedgerTotals, ReadonlyLedgerView } from './types.ts';

/** The account's books, always as they are now. */
export function ledgerOf(current: () => Account): ReadonlyLedgerView {
  return {
    get payments() {
      return [...current().tables.paymentIntents.values()].map((intent) => ({
        id: intent.id,
        status: intent.status,
        currency: intent.currency,
        amount: intent.amount,
        amountCapturable: intent.amount_capturable,
        amountReceived: intent.amount_received,
        metadata: { ...intent.metadata },
      }));
    },
    get charges() {
      return [...current().tables.charges.values()].map((charge) => {
        const intent = idOf(charge.payment_intent);
        return {
          id: charge.id,
          ...(intent === undefined ? {} : { paymentIntent: intent }),
          status: charge.status,
          currency: charge.currency,
          amount: charge.amount,
          amountCaptured: charge.amount_captured,
          amountRefunded: refundedOf(current(), charge.id),
        };
      });
    },
    get refunds() {
      return [...current().tables.refunds.values()].map((refund) => ({
        id: refund.id,
        charge: idOf(refund.charge) ?? '',
        status: refund.status ?? 'unknown',
        currency: refund.currency,
        amount: refund.amount,
      }));
    },
    totals: (currency) => totalsOf(current(), currency),
    effects: (idempotencyKey) =>
      current().effects.filter(
        (effect) => idempotencyKey === undefined || effect.idempotencyKey === idempotencyKey,
      ),
  };
}

/** What refunds took, without released authorizations, which Stripe counts in `amount_refunded` too. */
function refundedOf(account: Account, chargeId: string): number {
  let sum = 0;
  for (const refund of account.tables.refunds.values()) {
    if (refund.charge === chargeId && refund.status !== 'failed') sum += refund.amount;
  }
  return sum;
}

function totalsOf(account: Account, currency: string): LedgerTotals {
  const code = currency.toLowerCase();
  const intents = [...account.tables.paymentIntents.values()].filter((intent) => intent.currency === code);
  const charges = [...account.tables.charges.values()].filter((charge) => charge.currency === code);
  const authorized = intents.reduce((sum, intent) => sum + intent.amount_capturable, 0);
  const captured = charges.reduce((sum, charge) => sum + charge.amount_captured, 0);
  const refunded = charges.reduce((sum, charge) => sum + refundedOf(account, charge.id), 0);
  return { authorized, captured, refunded, net: captured - refunded };
}
