import { type Money, toVendorAmount } from '@patchbay/payments';
import { capabilities } from './capabilities.ts';

/** An amount as Acme counts it; what it cannot count is refused, never rounded. */
export function toAmount(amount: Money): { readonly amount: number; readonly currency: string } {
  return { amount: toVendorAmount(amount, capabilities.currencies), currency: amount.currency };
}
