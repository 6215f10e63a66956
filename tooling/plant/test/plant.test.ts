import { describe, expect, it } from 'vitest';
import { create, prepend, remove, swap } from '../fault.ts';
import { faults } from '../faults.ts';
import { judge } from '../judge.ts';

const fault = { says: ['one', 'two'] };

describe('a planted fault', () => {
  it('counts as refused only when the check ends with 1 and says every word', () => {
    expect(judge(fault, { exitCode: 1, output: 'two, and one' })).toEqual([]);
    expect(judge(fault, { exitCode: 1, output: 'one' })).toEqual(['it does not say: two']);
    expect(judge(fault, { exitCode: 0, output: 'one two' })).toEqual(['the check passes']);
    expect(judge(fault, { exitCode: 2, output: 'one two' })).toEqual([
      'the check did not end by itself with 1, but with 2',
    ]);
    expect(judge(fault, { exitCode: undefined, output: 'one two' })).toHaveLength(1);
  });

  it('has a name of its own and words to look for', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.filter(({ says, edits }) => says.length === 0 || Object.keys(edits).length === 0)).toEqual(
      [],
    );
  });
});

describe('an edit', () => {
  it('is refused where the file is no longer what it was written for', () => {
    expect(swap('a', 'b')('cat')).toBe('cbt');
    expect(() => swap('a', 'b')('dog')).toThrow('stands there 0 times');
    expect(() => swap('a', 'b')('banana')).toThrow('stands there 3 times');
    expect(prepend('first')('second')).toBe('first\nsecond');
    expect(() => prepend('first')(undefined)).toThrow('no such file');
    expect(create('new')(undefined)).toBe('new');
    expect(() => create('new')('old')).toThrow('already');
    expect(remove('old')).toBeUndefined();
    expect(() => remove(undefined)).toThrow('no such file');
  });
});
