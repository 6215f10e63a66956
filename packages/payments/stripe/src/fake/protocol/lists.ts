import type Stripe from 'stripe';
import { invalidRequest, noSuchObject } from './errors.ts';
import type { Field } from './fields.ts';
import { integer, text, timeRange } from './fields.ts';

/** Parameters that every list takes: https://docs.stripe.com/api/pagination (2026-11-22). */
export const pagination = {
  limit: integer(1, 100),
  starting_after: text(),
  ending_before: text(),
} as const satisfies Record<string, Field<unknown>>;
export const created = { created: timeRange() } as const;

interface Page {
  readonly limit: number | undefined;
  readonly starting_after: string | undefined;
  readonly ending_before: string | undefined;
}

/** One page, newest first. */
export function listOf<T extends { id: string }>(
  table: ReadonlyMap<string, T>,
  address: string,
  page: Page,
  keep: (item: T) => boolean = () => true,
): Stripe.ApiList<T> {
  if (page.starting_after !== undefined && page.ending_before !== undefined) {
    throw invalidRequest('Received both starting_after and ending_before; pass one.', {
      param: 'ending_before',
    });
  }
  const all = [...table.values()].reverse().filter(keep);
  const limit = page.limit ?? 10;
  if (page.ending_before !== undefined) {
    const end = indexOf(all, page.ending_before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', data: all.slice(start, end), has_more: start > 0, url: address };
  }
  const start =
    page.starting_after === undefined ? 0 : indexOf(all, page.starting_after, 'starting_after') + 1;
  return {
    object: 'list',
    data: all.slice(start, start + limit),
    has_more: all.length > start + limit,
    url: address,
  };
}

function indexOf(items: readonly { id: string }[], id: string, param: string): number {
  const index = items.findIndex((item) => item.id === id);
  if (index < 0) throw noSuchObject('object', id, param);
  return index;
}
