import type { AdapterInfo } from '@patchbay/core';
import { describeAdapter } from '@patchbay/core/node';

/** What one provider has and the other does not. */
export interface Comparison {
  readonly operations: Difference;
  readonly traits: Difference;
  /** Idempotency, currencies and whatever else the category declares, where the two differ. */
  readonly limits: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

export interface Difference {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** Compares two adapters of a category by their capabilities. */
export function compare(from: AdapterInfo, to: AdapterInfo): Comparison {
  const [before, after] = [describeAdapter(from), describeAdapter(to)];
  const names = [...new Set([...Object.keys(before.limits), ...Object.keys(after.limits)])];
  const limits = names.map((name) => ({
    name,
    from: inWords(before.limits[name]),
    to: inWords(after.limits[name]),
  }));
  return {
    operations: difference(before.operations, after.operations),
    traits: difference(before.traits, after.traits),
    limits: limits.filter((limit) => limit.from !== limit.to),
  };
}

type Offers = Readonly<Record<string, unknown>>;

function difference(before: Offers, after: Offers): Difference {
  const missingIn = (other: Offers) => (name: string) => !other[name];
  return { gained: offered(after).filter(missingIn(before)), lost: offered(before).filter(missingIn(after)) };
}

function offered(offers: Offers): readonly string[] {
  return Object.keys(offers).filter((name) => offers[name]);
}

/** `{ kind: 'native', ttlHours: 24 }` as `kind native, ttlHours 24`. */
function inWords(value: unknown): string {
  if (value === undefined) return '-';
  if (Array.isArray(value)) return value.map(inWords).join(' ');
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? value : JSON.stringify(value);
  return Object.entries(value)
    .map(([key, member]) => `${key} ${typeof member === 'object' ? `(${inWords(member)})` : inWords(member)}`)
    .join(', ');
}
