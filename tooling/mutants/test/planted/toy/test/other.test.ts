import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { change } from '../src/till.ts';

const mood = new URL('../bad-mood', import.meta.url);

it('gives nothing back of the exact price', () => expect(change(7, 7)).toBe(0));
it('is in a bad mood once, if somebody puts it there', () => expect(() => rmSync(mood)).toThrow('ENOENT'));
