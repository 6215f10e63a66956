import { describe, expect, it } from 'vitest';
import { type Answer, type Entry, print, type Request } from '../src/conformance/histories/history.ts';
import { findFault, isLinearizable } from '../src/conformance/histories/search.ts';

type Line = readonly [calledAt: number, answeredAt: number, request: Request, answer?: Answer];

function history(...lines: readonly Line[]): readonly Entry[] {
  return lines.map(([calledAt, answeredAt, request, answer], client) => ({
    client,
    key: 'k',
    request,
    calledAt,
    answeredAt,
    ...(answer !== undefined && { answer }),
  }));
}

const get: Request = { kind: 'get' };
const put = (value: string): Request => ({ kind: 'put', value });
const cas = (expected: string | undefined, value: string): Request => ({ kind: 'cas', expected, value });

describe('a history', () => {
  it.each([
    ['of calls one after the other', history([1, 2, put('a'), {}], [3, 4, get, { value: 'a' }])],
    ['in which a read during a write sees what was before', history([1, 4, put('a'), {}], [2, 3, get, {}])],
    ['in which a read during a write sees it', history([1, 4, put('a'), {}], [2, 3, get, { value: 'a' }])],
    [
      'in which one of two swaps at once wins',
      history(
        [1, 4, cas(undefined, 'a'), { did: true, value: 'a' }],
        [2, 3, cas(undefined, 'b'), { did: false, value: 'a' }],
      ),
    ],
    ['whose write has not ended and was seen', history([1, Infinity, put('a')], [2, 3, get, { value: 'a' }])],
    ['whose write has not ended and was not seen', history([1, Infinity, put('a')], [2, 3, get, {}])],
    [
      'of counters at once',
      history(
        [1, 6, { kind: 'increment', by: 1 }, { value: '2' }],
        [2, 5, { kind: 'increment', by: 1 }, { value: '1' }],
      ),
    ],
  ])('%s can be put in order', (_what, entries) => {
    expect(isLinearizable(entries)).toBe(true);
  });

  it.each([
    ['in which a read misses what was written before', history([1, 2, put('a'), {}], [3, 4, get, {}])],
    ['in which a read sees what nobody wrote', history([1, 2, get, { value: 'a' }])],
    [
      'in which a later read sees an older value',
      history(
        [1, 2, put('a'), {}],
        [3, 10, put('b'), {}],
        [4, 5, get, { value: 'b' }],
        [6, 7, get, { value: 'a' }],
      ),
    ],
    [
      'in which both of two swaps at once win',
      history(
        [1, 4, cas(undefined, 'a'), { did: true, value: 'a' }],
        [2, 3, cas(undefined, 'b'), { did: true, value: 'b' }],
      ),
    ],
    [
      'in which two steps give the same number',
      history(
        [1, 6, { kind: 'increment', by: 1 }, { value: '1' }],
        [2, 5, { kind: 'increment', by: 1 }, { value: '1' }],
      ),
    ],
  ])('%s cannot', (_what, entries) => {
    expect(isLinearizable(entries)).toBe(false);
  });

  it('that cannot is cut down to the calls that show it, and printed', () => {
    const entries = history(
      [1, 2, put('a'), {}],
      [3, 4, get, { value: 'a' }],
      [5, 6, cas('x', 'y'), { did: false, value: 'a' }],
      [7, 8, get, {}],
      [9, 10, put('b'), {}],
      [11, 12, get, { value: 'b' }],
    );
    const fault = findFault([...entries, { ...history([1, 2, put('z'), {}])[0], key: 'other' } as Entry]);
    expect(print(fault ?? [])).toBe(
      ['  client 0 at 1: put k {"value":"a"} -> {} at 2', '  client 3 at 7: get k {} -> {} at 8'].join('\n'),
    );
  });
});
