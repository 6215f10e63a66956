import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteJobs } from '../src/index.ts';
import { bundle, runTogether } from './support/programs.ts';

const count = 500;
const keys = 7;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-jobs-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface DoneJob {
  readonly id: string;
  readonly orderingKey?: string;
  readonly at: string;
}

describe('two processes on one file', () => {
  it(`do ${count} jobs once each, and those of a key in order`, async () => {
    const program = await bundle('claiming-program', folder);
    const file = join(folder, 'jobs.sqlite');
    await using jobs = sqliteJobs({ file, durability: 'process' });
    for (let number = 0; number < count; number += 1)
      await jobs.enqueue({
        queue: 'orders',
        id: String(number).padStart(4, '0'),
        payload: number,
        ...(number % 2 === 0 && { orderingKey: `key-${number % keys}` }),
      });

    const said = await runTogether([program, file], 2);
    const done: readonly DoneJob[] = said.flatMap((text) => JSON.parse(text));
    expect([done.length, new Set(done.map(({ id }) => id)).size]).toEqual([count, count]);
    expect(said.map((text) => JSON.parse(text).length).every((share) => share > 0)).toBe(true);
    const byTime = done.toSorted((one, other) => Number(BigInt(one.at) - BigInt(other.at)));
    for (let key = 0; key < keys; key += 1) {
      const ids = byTime.filter(({ orderingKey }) => orderingKey === `key-${key}`).map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
    }
    expect(await jobs.stats({ queue: 'orders' })).toEqual({ ready: 0, delayed: 0, running: 0, dead: 0 });
  });

  it('begin together on a file that is not there', async () => {
    const program = await bundle('claiming-program', folder);
    const file = join(folder, 'new.sqlite');
    const said = await runTogether([program, file], 4);
    expect(said).toEqual(['[]', '[]', '[]', '[]']);
  });
});
