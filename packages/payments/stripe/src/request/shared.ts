import { type Metadata, type Money, toVendorAmount, type VendorInput } from '@patchbay/payments';
import type Stripe from 'stripe';
import { capabilities } from '../capabilities.ts';

/** The metadata key under which your reference travels: Stripe's payments have no field for it. */
export const referenceKey = 'patchbay_reference';

/** An amount as Stripe takes it. */
export function toAmount(amount: Money): { readonly amount: number; readonly currency: string } {
  return { amount: toMinor(amount), currency: amount.currency.toLowerCase() };
}

/** The bare integer of an amount, where the currency is fixed already. */
export function toMinor(amount: Money): number {
  return toVendorAmount(amount, capabilities.currencies);
}

/** Your metadata and reference in one; nothing where there is neither. */
export function toMetadata({
  metadata,
  reference,
}: {
  readonly metadata?: Metadata;
  readonly reference?: string;
}): {
  metadata?: Stripe.MetadataParam;
} {
  if (metadata === undefined && reference === undefined) return {};
  return { metadata: { ...metadata, ...(reference !== undefined && { [referenceKey]: reference }) } };
}

/** Epoch seconds. */
export function toTimestamp(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** Adds your own parameters of Stripe's request last; nested ones are joined, not replaced. */
export function withVendor<T extends object>(parameters: T, vendor: VendorInput | undefined): T {
  return vendor === undefined ? parameters : Object.assign({}, parameters, joined(parameters, vendor));
}

function joined(base: object, vendor: VendorInput): VendorInput {
  const known = new Map<string, unknown>(Object.entries(base));
  return Object.fromEntries(
    Object.entries(vendor).map(([name, value]) => {
      const ours = known.get(name);
      return [name, isRecord(ours) && isRecord(value) ? { ...ours, ...joined(ours, value) } : value];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
