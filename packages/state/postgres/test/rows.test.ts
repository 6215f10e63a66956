import { isDriverFailure } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { fromIncrement, fromKeys, fromPutIfAbsent, fromRecord, fromSwap } from '../src/driver/rows.ts';

const octets = (text: string) => Buffer.from(text, 'utf8');

function failureOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (isDriverFailure(error)) return [error.failure.code, error.failure.reason];
  }
  return undefined;
}

describe('a row', () => {
  it('without an end is a record that stays', () => {
    expect(fromRecord('k', [{ value: octets('a\u0000b'), ends: null }])).toEqual({
      key: 'k',
      value: 'a\u0000b',
    });
  });

  it('with an end is a record that ends at the millisecond', () => {
    const row = { value: octets(''), ends: 1_795_348_800_123.0002 };
    expect(fromRecord('k', [row])).toEqual({ key: 'k', value: '', expiresAt: new Date(1_795_348_800_123) });
  });

  it('of another form is no value', () => {
    const read = [
      () => fromRecord('k', [{ value: 'text' }]),
      () => fromRecord('k', [{ value: Uint8Array.of(0xff) }]),
      () => fromPutIfAbsent([]),
      () => fromIncrement(1, []),
      () => fromKeys(1, [{ key: null }]),
    ].map(failureOf);
    expect(read.slice(2)).toEqual(Array.from({ length: 3 }, () => ['invalid_response', undefined]));
    expect(read[0]).toEqual(['invalid_response', undefined]);
  });

  it('of a counter that was left as it is says why', () => {
    const left = (value: string) => failureOf(() => fromIncrement(1, [{ value: octets(value), did: false }]));
    expect(left('x')).toEqual(['precondition_failed', 'not_a_counter']);
    expect(left(String(Number.MAX_SAFE_INTEGER))).toEqual(['precondition_failed', 'counter_out_of_range']);
    expect(left('1')).toEqual(['invalid_response', undefined]);
  });

  it('of a swap that was refused tells what is there, where anything is', () => {
    expect(fromSwap('new', [{ value: octets('old'), did: false, lives: true }])).toEqual({
      isSwapped: false,
      value: 'old',
    });
    expect(fromSwap('new', [{ value: octets('old'), did: false, lives: false }])).toEqual({
      isSwapped: false,
    });
    expect(fromSwap('new', [])).toEqual({ isSwapped: false });
  });

  it('too many is a further page', () => {
    const rows = ['a', 'b', 'c'].map((key) => ({ key: octets(key) }));
    expect(fromKeys(2, rows)).toEqual({ items: ['a', 'b'], next: 'b' });
    expect(fromKeys(3, rows)).toEqual({ items: ['a', 'b', 'c'] });
  });
});
