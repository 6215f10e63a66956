import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { report } from '../report.ts';

let lines: string[] = [];

beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});

afterEach(() => vi.restoreAllMocks());

const targets = [{ row: 'now', beside: 'then', atMost: 1.1 }];

/** What becomes of a call that took so many microseconds in each round, then and now. */
function judge(then: readonly number[], now: readonly number[]) {
  return report({ title: 'A call', calls: 1, rounds: then.length, targets }, [
    { name: 'then', cpu: then, wall: [] },
    { name: 'now', cpu: now, wall: [] },
  ]);
}

describe('the report', () => {
  it('fails a row that is slower by its median and in its best round', () => {
    expect(judge([5, 5, 5], [6, 6, 6])).toEqual(['FAILED']);
  });

  it('does not fail a row that only other work on the machine made slower', () => {
    expect(judge([5, 5, 5], [5, 9, 9])).toEqual(['missed']);
  });

  it('says how many microseconds a row takes more than the first, each round beside its neighbour', () => {
    judge([5, 50, 5], [5.5, 50.5, 5.4]);
    expect(lines.join('\n')).toMatch(/now .* \+0\.50 µs/);
  });
});
