import { DriverFailure, type Page } from '@patchbay/core';

const mostEntries = 1000;

/** Orders keys by their UTF-8 bytes, which is not how JavaScript orders text: it puts 😀 before ﬀ. */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** UTF-16 units in the order of the code points that they begin: surrogates come last. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * One page out of entries that come in order. A page's cursor is the place of its last entry.
 * @param entries Those after the place that the cursor of the page before names.
 */
export async function toPage<T>(
  entries: AsyncIterable<T>,
  limit: number | undefined,
  placeOf: (entry: T) => string,
): Promise<Page<T>> {
  const size = Math.min(limit ?? mostEntries, mostEntries);
  const items: T[] = [];
  for await (const entry of entries) {
    const last = items.at(-1);
    if (items.length === size && last !== undefined) return { items, next: toCursor(placeOf(last)) };
    items.push(entry);
  }
  return { items };
}

/** A place in a list, opaque. */
function toCursor(place: string): string {
  const bytes = new TextEncoder().encode(place);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
}

/**
 * The place that a cursor names.
 * @throws `DriverFailure` `invalid_request` (`parameter_invalid`) for a cursor that no page gave out.
 */
export function fromCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(cursor), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const message = 'cursor: found one that no page of this list gave out.';
    throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
  }
}
