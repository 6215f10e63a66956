import { expect, it } from 'vitest';
import { change } from '../src/till.ts';

it('gives back what is too much', () => expect(change(10, 7)).toBe(3));
it('takes no less than the price', () => expect(() => change(5, 7)).toThrow('not enough'));
it('gives nothing back for nothing', () => expect(() => change(0, 7)).toThrow(RangeError));
