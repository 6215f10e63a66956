import { invalidResponse, type Page } from '@patchbay/core';
import { type Entity, fromVendorAmount, type Metadata, type Money } from '@patchbay/payments';
import { capabilities } from '../capabilities.ts';
import { markKey, referenceKey } from '../request/shared.ts';

/** The names that a vendor's open list of values has now. */
export type Known<T extends string> = T extends Lowercase<T> ? T : never;

/** Looks a vendor's value up; one that the table does not have yet is `fallback`. */
export function lookup<T>(
  table: Readonly<Record<string, T>>,
  value: string | null | undefined,
  fallback: T,
): T {
  return value != null && Object.hasOwn(table, value) ? (table[value] ?? fallback) : fallback;
}

interface VendorObject {
  readonly id?: unknown;
  readonly object?: unknown;
}

/**
 * The answer, if it is what was asked for: the SDK also resolves bodies of another shape.
 * @throws `DriverFailure` `invalid_response`
 */
export function expectObject<T extends VendorObject>(object: string, answer: T): T {
  if (
    typeof answer === 'object' &&
    answer !== null &&
    answer.object === object &&
    typeof answer.id === 'string'
  )
    return answer;
  throw invalidResponse(`The answer is no ${object}.`);
}

/** One page of a list. */
export function fromList<V extends { readonly id: string }, T>(
  list: { readonly object?: unknown; readonly data?: V[]; readonly has_more?: boolean },
  fromItem: (item: V) => T,
): Page<T> {
  if (list.object !== 'list' || !Array.isArray(list.data)) throw invalidResponse('The answer is no list.');
  const last = list.has_more === true ? list.data.at(-1) : undefined;
  return { items: list.data.map(fromItem), ...(last !== undefined && { next: last.id }) };
}

/** What all objects have; what the adapter itself wrote on them is no metadata of yours. */
export function fromEntity({
  id,
  created,
  metadata,
}: {
  readonly id: string;
  readonly created: number;
  readonly metadata?: Metadata | null;
}): Omit<Entity, 'raw'> {
  const { [referenceKey]: _reference, [markKey]: vendorKey, ...yours } = metadata ?? {};
  return {
    id,
    provider: capabilities.provider,
    createdAt: fromTimestamp(created),
    metadata: yours,
    ...(vendorKey !== undefined && { vendorKey }),
  };
}

/** Your own id of what is paid for. */
export function fromReference(metadata: Metadata | null | undefined): { readonly reference?: string } {
  const reference = metadata?.[referenceKey];
  return reference === undefined ? {} : { reference };
}

/** The id behind a field that may be expanded. */
export function idOf(field: string | { readonly id: string } | null | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.id;
}

/**
 * An amount in minor units of ISO 4217.
 * @throws `DriverFailure` `invalid_response` for a currency that ISO 4217 does not have.
 */
export function fromAmount(amount: number, currency: string): Money {
  try {
    return fromVendorAmount(amount, currency, capabilities.currencies);
  } catch (error) {
    throw error instanceof RangeError ? invalidResponse(error.message) : error;
  }
}

/** Epoch seconds to a date. */
export function fromTimestamp(seconds: number): Date {
  return new Date(seconds * 1000);
}
