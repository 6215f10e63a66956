import { DriverFailure } from '@patchbay/core';
import { type Metadata, type Money, toVendorAmount, type VendorInput } from '@patchbay/payments';
import type Stripe from 'stripe';
import { capabilities } from '../capabilities.ts';

/** The metadata key under which your reference travels: Stripe's payments have no field for it. */
export const referenceKey = 'patchbay_reference';
/**
 * The metadata key of the mark by which a write whose answer was lost is found again: Stripe shows no idempotency key.
 */
export const markKey = 'patchbay_key';
/** https://docs.stripe.com/metadata (2026-11-22) */
const mostKeys = 50;

/** An amount as Stripe takes it. */
export function toAmount(amount: Money): { readonly amount: number; readonly currency: string } {
  return { amount: toMinor(amount), currency: amount.currency.toLowerCase() };
}

/** The bare integer of an amount, where the currency is fixed already. */
export function toMinor(amount: Money): number {
  return toVendorAmount(amount, capabilities.currencies);
}

/** What you write on an object. */
interface Noted {
  readonly metadata?: Metadata;
  readonly reference?: string;
}

/**
 * Your metadata, your reference and the mark of the write in one; nothing where there is none of them.
 * @throws `DriverFailure` `invalid_request`, `parameter_invalid` when they are more than Stripe keeps.
 */
export function toMetadata(
  { metadata, reference }: Noted,
  mark?: string,
): { metadata?: Stripe.MetadataParam } {
  if (metadata === undefined && reference === undefined && mark === undefined) return {};
  const whole = {
    ...metadata,
    ...(reference !== undefined && { [referenceKey]: reference }),
    ...(mark !== undefined && { [markKey]: mark }),
  };
  const count = Object.keys(whole).length;
  if (count > mostKeys) throw tooManyKeys(count);
  return { metadata: whole };
}

function tooManyKeys(count: number): DriverFailure {
  const message = `metadata: Stripe keeps ${mostKeys} keys, reference and idempotency key take one each; found ${count}.`;
  return new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}

/**
 * Only a payment that asked for it can be captured in parts or raised later.
 * https://docs.stripe.com/payments/multicapture (2026-11-22)
 */
export const toLaterChanges = {
  payment_method_options: {
    card: { request_multicapture: 'if_available', request_incremental_authorization: 'if_available' },
  },
} as const;

/** Epoch seconds. */
export function toTimestamp(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/**
 * Adds your own parameters of Stripe's request last; nested ones are joined, not replaced, and so is `expand`: what
 * the mapping reads and what finds the payment again stays.
 * @throws `DriverFailure` `invalid_request`, `parameter_invalid` for a scalar in the place of an object of ours.
 */
export function withVendor<T extends object>(parameters: T, vendor: VendorInput | undefined): T {
  return vendor === undefined ? parameters : Object.assign({}, parameters, joined(parameters, vendor));
}

function joined(base: object, vendor: VendorInput): VendorInput {
  const known = new Map<string, unknown>(Object.entries(base));
  const given = Object.entries(vendor).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, join(name, known.get(name), value)]));
}

function join(name: string, ours: unknown, theirs: unknown): unknown {
  if (name === 'expand' && isList(ours) && isList(theirs)) return [...new Set([...ours, ...theirs])];
  if (!isRecord(ours)) return theirs;
  if (isRecord(theirs)) return { ...ours, ...joined(ours, theirs) };
  const message = `vendor: ${name} is an object that other parameters stand in; give an object.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
