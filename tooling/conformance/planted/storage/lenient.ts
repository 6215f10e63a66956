import type { LenientFake } from '../lenient.ts';
import { requestOf, signed, unsigned, type Unsigned } from './signed-request.ts';

/** A request that the fake gets instead; `undefined` leaves it as it is. */
type Change = (request: Unsigned) => Unsigned | undefined;

/**
 * The fake with requests changed before it looks at them, and signed again as its owner signs: what was wrong with
 * them is done all the same.
 */
export function lets(id: string, what: string, row: string, change: Change): LenientFake {
  return {
    id,
    what,
    caughtBy: `fake.s3.${row}`,
    on: 's3',
    lenience: (next) => async (request) => {
      const sent = await unsigned(request);
      const changed = change(sent);
      return next(changed === undefined ? requestOf(sent) : signed(changed));
    },
  };
}

/** Does not look at some headers. */
export function overlooks(...names: readonly string[]): Change {
  return (request) => {
    if (!names.some((name) => request.headers.has(name))) return undefined;
    for (const name of names) request.headers.delete(name);
    return request;
  };
}

/** Takes anybody for its owner. */
export const trusts: Change = (request) => {
  const { headers } = request;
  headers.delete('x-amz-security-token');
  return request;
};

/** Answers as if it were done, where it was refused so. */
export function pretends(id: string, what: string, row: string, code: string): LenientFake {
  return {
    id,
    what,
    caughtBy: `fake.s3.${row}`,
    on: 's3',
    lenience: (next) => async (request) => {
      const response = await next(request);
      const text = await response.clone().text();
      return text.includes(`<Code>${code}</Code>`) ? new Response(null, { status: 200 }) : response;
    },
  };
}
