import { describe, expect, it } from 'vitest';
import {
  assertAllCaught,
  type Case,
  formatPlanted,
  type PlantedFault,
  runCases,
  runPlanted,
} from '../src/index.ts';

interface Adder {
  add(one: number, other: number): number;
}

const expectSum =
  (one: number, other: number, sum: number) =>
  (adder: Adder): void => {
    if (adder.add(one, other) !== sum) throw new Error(`expected ${sum}`);
  };
const cases: readonly Case<Adder>[] = [
  { id: 'add.zero', title: 'adds zero', run: expectSum(2, 0, 2) },
  { id: 'add.small', title: 'adds small numbers', run: expectSum(1, 2, 3) },
  { id: 'add.negative', title: 'adds negative numbers', run: expectSum(1, -2, -1) },
];
const suite = (adder: Adder) => runCases(cases, adder);
const plant = (id: string, caughtBy: string, add: Adder['add']): PlantedFault<Adder> => ({
  id,
  what: `is broken by ${id}`,
  caughtBy,
  make: () => ({ add }),
});

describe('runPlanted', () => {
  it('counts a fault as caught when the named case fails, and tells which others did', async () => {
    const report = await runPlanted([plant('abs', 'add.neg*', (a, b) => a + Math.abs(b))], suite);
    expect(report.rows[0]).toMatchObject({ caught: true, caughtBy: ['add.negative'], alsoFailed: [] });
    expect(() => assertAllCaught(report)).not.toThrow();
  });

  it('is not content when another case than the named one fails', async () => {
    const report = await runPlanted([plant('abs', 'add.small', (a, b) => a + Math.abs(b))], suite);
    expect(report.missed).toHaveLength(1);
    expect(() => assertAllCaught(report)).toThrow('expected add.small, only failed: add.negative');
  });

  it('is not content when everything passes, or when the suite broke', async () => {
    const broken: PlantedFault<Adder> = {
      ...plant('boom', '*', (a) => a),
      make: () => {
        throw new Error('no harness');
      },
    };
    const report = await runPlanted([plant('right', 'add.*', (a, b) => a + b), broken], suite);
    expect(report.missed.map((row) => row.id)).toEqual(['right', 'boom']);
    expect(() => assertAllCaught(report)).toThrow(
      /2 of 2 .*\n.*no case failed.*\n.*broke before a verdict: no harness/,
    );
  });

  it('takes a pattern literally but for its stars', async () => {
    const report = await runPlanted([plant('abs', 'add.negativ.', (a, b) => a + Math.abs(b))], suite);
    expect(report.missed).toHaveLength(1);
  });

  it('disposes of each harness, also when the suite breaks', async () => {
    let disposed = 0;
    const harness = { [Symbol.asyncDispose]: async () => void (disposed += 1) };
    const faults = ['a', 'b'].map((id) => ({ id, what: id, caughtBy: '*', make: () => harness }));
    await runPlanted(faults, async () => []);
    await runPlanted(faults, () => Promise.reject(new Error('broke')));
    expect(disposed).toBe(4);
  });

  it('refuses two faults with one id', async () => {
    const fault = plant('same', '*', (a) => a);
    await expect(runPlanted([fault, fault], suite)).rejects.toThrow('"same" stands twice');
  });

  it('prints an aligned table with a closing count', async () => {
    const report = await runPlanted(
      [plant('first-only', 'add.*', (a) => a), plant('right', 'add.zero', (a, b) => a + b)],
      suite,
    );
    const still = { ...report, rows: report.rows.map((row) => ({ ...row, ms: 1 })) };
    expect(formatPlanted(still)).toBe(
      [
        '        planted     what is broken           caught by                          ms',
        'ok      first-only  is broken by first-only  add.small (+1)                     1',
        'MISSED  right       is broken by right       expected add.zero, no case failed  1',
        '1 caught, 1 missed',
      ].join('\n'),
    );
  });
});
