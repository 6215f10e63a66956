import type { CallOptions } from '../call.ts';
import type { Open } from './entry.ts';
import type { Keeping } from './once.ts';

/** Clocks of vendors and machines differ. */
export const skewMs = 5 * 60_000;
/** A request that was lost on its way may yet arrive: that nothing is there counts only so long after it. */
const quietMs = 5 * 60_000;

/** What the provider tells of a write, written into the book; `undefined` where it cannot tell. */
export async function lookUp(
  { book, find }: Keeping,
  mark: string,
  open: Open,
  options?: CallOptions,
): Promise<'applied' | 'not_applied' | undefined> {
  const isQuiet = book.clock.now() >= quietAt(open); // when it is asked: the answer may be late
  const found = await find(open, options);
  if (found.outcome === 'applied') {
    await book.endWith(mark, open, found.result);
    return 'applied';
  }
  return found.outcome === 'not_applied' && isQuiet ? 'not_applied' : undefined;
}

/** From when on no request of its calls can be on its way any more. */
function quietAt({ latestAt, busyUntil }: Open): number {
  return Math.max(latestAt, busyUntil) + quietMs;
}

/** When the provider's clock may have stood while a write was made. */
export function windowOf(open: Open): { readonly since: Date; readonly until: Date } {
  return { since: new Date(open.firstAt - skewMs), until: new Date(quietAt(open) + skewMs) };
}
