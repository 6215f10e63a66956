import { fromVendorAmount } from '@patchbay/payments';
import type { Books } from '@patchbay/payments/conformance';
import { stripePaymentsCapabilities } from '@patchbay/payments-stripe';
import type { StripeFake } from '@patchbay/payments-stripe/fake';

/** Reads the fake's books: what really happened, whatever the adapter was told. */
export function toBooks({ ledger }: StripeFake): Books {
  const totals = (currency: string) => ledger.totals(currency.toLowerCase());
  return {
    charges: async () => ledger.charges.filter(({ status }) => status !== 'failed').length,
    refunds: async () => ledger.refunds.length,
    captured: async (currency) => toIso(totals(currency).captured, currency),
    refunded: async (currency) => toIso(totals(currency).refunded, currency),
  };
}

function toIso(amount: number, currency: string): number {
  return fromVendorAmount(amount, currency, stripePaymentsCapabilities.currencies).minor;
}
