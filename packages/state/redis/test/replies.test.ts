import { describe, expect, it } from 'vitest';
import * as replies from '../src/driver/replies.ts';

const text = (value: string) => Buffer.from(value);
const key = 'a';
const swap = { key, expected: 'v', value: 'w' };

describe('a reply', () => {
  it('tells a record and from when on it is absent: a millisecond later than Redis says', () => {
    expect(replies.fromGet(null, { key })).toBeUndefined();
    expect(replies.fromGet([text('v'), -1], { key })).toEqual({ key, value: 'v' });
    expect(replies.fromGet([text(''), 1999], { key })).toEqual({ key, value: '', expiresAt: new Date(2000) });
  });

  it('keeps what a decoder may drop or change', () => {
    const value = '\uFEFFa\u0000\uFFFD🗼e\u0301';
    expect(replies.fromGet([text(value), -1], { key })?.value).toBe(value);
  });

  it('tells whether a record is new by what was there', () => {
    expect(replies.fromPutIfAbsent(null, { key, value: 'v' })).toEqual({ isNew: true, value: 'v' });
    expect(replies.fromPutIfAbsent(text(''), { key, value: 'v' })).toEqual({ isNew: false, value: '' });
  });

  it('tells whether it was swapped, and what is there', () => {
    expect(replies.fromCas([1], swap)).toEqual({ isSwapped: true, value: 'w' });
    expect(replies.fromCas([1], { ...swap, value: undefined })).toEqual({ isSwapped: true });
    expect(replies.fromCas([0, text('x')], swap)).toEqual({ isSwapped: false, value: 'x' });
    expect(replies.fromCas([0, null], swap)).toEqual({ isSwapped: false });
  });

  it('tells keys once each without the prefix, and the next cursor unless it is the last page', () => {
    const keys = [text('p:a'), text('p:ü'), text('p:a')];
    expect(replies.fromScan([text('17'), keys], 'p:')).toEqual({ items: ['a', 'ü'], next: '17' });
    expect(replies.fromScan([text('0'), []], 'p:')).toEqual({ items: [] });
  });

  it.each([
    ['get', () => replies.fromGet('v', { key })],
    ['get', () => replies.fromGet([text('v')], { key })],
    ['get', () => replies.fromGet([null, -1], { key })],
    ['get of no UTF-8', () => replies.fromGet([Buffer.from([0xff]), -1], { key })],
    ['putIfAbsent', () => replies.fromPutIfAbsent(1, { key, value: 'v' })],
    ['cas', () => replies.fromCas([2], swap)],
    ['cas', () => replies.fromCas(null, swap)],
    ['increment', () => replies.fromIncrement(text('1'))],
    ['increment', () => replies.fromIncrement(2 ** 53)],
    ['list', () => replies.fromScan([0, []], 'p:')],
    ['list', () => replies.fromScan([text('0'), null], 'p:')],
  ])('of another shape is `invalid_response`, never a result: %s', (_operation, read) => {
    expect(read).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'invalid_response' }) }),
    );
  });
});
