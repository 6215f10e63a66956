import { describe, expect, it } from 'vitest';
import { growthOf, rowsTooMany, type Sample } from '../growth.ts';

/** Recorded of two servers beside each other: when, the heap in bytes, records, jobs. */
type Recorded = readonly (readonly [atMs: number, heap: number, records: number, jobs: number])[];

const withRetention: Recorded = [
  [1326, 26425248, 918, 561],
  [6454, 26656496, 539, 344],
  [12335, 26697552, 327, 171],
  [17187, 26695112, 266, 190],
  [22853, 26752224, 372, 247],
  [28094, 26677448, 406, 278],
  [32588, 26669968, 497, 374],
  [37762, 26741352, 514, 393],
  [44312, 26674064, 363, 356],
  [47594, 26761656, 457, 448],
];

const withoutRetention: Recorded = [
  [2621, 26342704, 2506, 2006],
  [6680, 26542032, 2707, 2132],
  [11309, 26574384, 2871, 2243],
  [15944, 26619376, 3053, 2355],
  [20783, 26617176, 3136, 2436],
  [25548, 26607352, 3176, 2476],
  [30395, 26633608, 3257, 2557],
  [36280, 26686944, 3343, 2643],
  [41176, 26697072, 3411, 2711],
  [46788, 26648312, 3513, 2813],
  [54291, 26687696, 3568, 2868],
];

const intake = { perSecond: 30, retentionMs: 10_000, objects: 200 };

function samplesOf(recorded: Recorded): readonly Sample[] {
  return recorded.map(([atMs, heap, records, jobs]) => ({ atMs, heap, rows: { records, jobs } }));
}

describe('the judge of a soak', () => {
  it('is content with the rows of a server that drops what is done', () => {
    const growth = growthOf(samplesOf(withRetention), intake);
    expect(growth).toMatchObject({ rows: { median: 719, most: 907 }, mostRows: 1600 });
    expect(rowsTooMany(growth)).toEqual([]);
  });

  it('tells of a server that drops nothing', () => {
    expect(rowsTooMany(growthOf(samplesOf(withoutRetention), intake))).toEqual([
      '5814 rows, 1600 are allowed: retention does not drop them',
    ]);
  });

  it('forgives a moment in which nothing was dropped', () => {
    const held: Recorded = withRetention.with(5, [28094, 26677448, 9000, 9000]);
    expect(rowsTooMany(growthOf(samplesOf(held), intake))).toEqual([]);
  });

  it('is not content with a run of which no sample was taken', () => {
    expect(rowsTooMany(growthOf([], intake))).toEqual(['no sample of the rows was taken']);
  });

  it('sees a heap that grows with time, by the minute', () => {
    const leaking = samplesOf(withRetention).map((sample) => ({ ...sample, heap: sample.atMs * 100 }));
    expect(growthOf(leaking, intake).heapPerMinute).toBeCloseTo(6_000_000);
    expect(growthOf(samplesOf(withRetention), intake).heapPerMinute).toBeLessThan(1_000_000);
  });
});
