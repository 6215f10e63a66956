import { describe, expect, it } from 'vitest';
import * as commands from '../src/driver/commands.ts';

const key = 'a:1';
const page = { cursor: undefined, limit: undefined };
const script = expect.stringContaining('redis.call');

describe('an operation as a command', () => {
  it('reads a record and its end in one step, also from a replica', () => {
    expect(commands.toGet('p:', { key })).toEqual(['EVAL_RO', script, 1, 'p:a:1']);
  });

  it('writes with a life in milliseconds, or without', () => {
    expect(commands.toPut('p:', { key, value: 'v', ttlMs: 7 })).toEqual(['SET', 'p:a:1', 'v', 'PX', 7]);
    expect(commands.toPut('p:', { key, value: '' })).toEqual(['SET', 'p:a:1', '']);
  });

  it('deletes', () => {
    expect(commands.toDelete('p:', { key })).toEqual(['DEL', 'p:a:1']);
  });

  it('writes where nothing is, and is told what was there', () => {
    const command = commands.toPutIfAbsent('p:', { key, value: 'v', ttlMs: 7 });
    expect(command).toEqual(['SET', 'p:a:1', 'v', 'NX', 'GET', 'PX', 7]);
  });

  it('tells absence from an empty value when it swaps', () => {
    const given = (expected?: string, value?: string, ttlMs?: number) =>
      commands.toCas('p:', { key, expected, value, ...(ttlMs !== undefined && { ttlMs }) }).slice(3);
    expect(given(undefined, 'v')).toEqual(['p:a:1', '0', '', '1', 'v']);
    expect(given('', 'v', 7)).toEqual(['p:a:1', '1', '', '1', 'v', 7]);
    expect(given('v')).toEqual(['p:a:1', '1', 'v', '0', '']);
  });

  it('counts by 1, or by what is given', () => {
    expect(commands.toIncrement('p:', { key })).toEqual(['EVAL', script, 1, 'p:a:1', 1]);
    expect(commands.toIncrement('p:', { key, by: -3, ttlMs: 7 }).slice(3)).toEqual(['p:a:1', -3, 7]);
    expect(commands.toIncrement('p:', { key, by: -0 }).at(-1)).toBe(0);
  });

  it('looks for keys by their beginning, in which nothing is a pattern', () => {
    expect(commands.toScan('p[1]:', { prefix: String.raw`a*?\^-{` }, page)).toEqual([
      'SCAN',
      '0',
      'MATCH',
      String.raw`p\[1\]:a\*\?\\^-{*`,
      'COUNT',
      1000,
    ]);
  });

  it('looks through as many keys as are asked for, 1000 at most', () => {
    const countOf = (limit: number) => commands.toScan('', {}, { cursor: '17', limit }).slice(1);
    expect(countOf(5)).toEqual(['17', 'MATCH', '*', 'COUNT', 5]);
    expect(countOf(5000).at(-1)).toBe(1000);
  });

  it('refuses a cursor that no page gave', () => {
    for (const cursor of ['', 'a', '-1', '1 COUNT 1', '1'.repeat(21)])
      expect(() => commands.toScan('', {}, { cursor, limit: 1 })).toThrow(
        expect.objectContaining({ failure: expect.objectContaining({ code: 'invalid_request' }) }),
      );
  });
});
