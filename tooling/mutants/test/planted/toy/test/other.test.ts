import { expect, it } from 'vitest';
import { change } from '../src/till.ts';

it('gives nothing back of the exact price', () => expect(change(7, 7)).toBe(0));
