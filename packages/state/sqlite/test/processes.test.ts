import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteState } from '../src/index.ts';
import { bundle, run } from './support/programs.ts';

const writers = 4;
const rounds = 50;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-state-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('four processes on one new file', () => {
  it('lose no step of a counter, no change and no lease, and share each prize once', async () => {
    const program = await bundle('writing-program', folder);
    const file = join(folder, 'state.sqlite');
    const names = Array.from({ length: writers }, (_, index) => `writer-${index}`);
    const said = await Promise.all(names.map((name) => run([program, file, name, String(rounds)])));

    await using state = sqliteState({ file, durability: 'process' });
    expect((await state.get('counter'))?.value).toBe(String(writers * rounds));
    expect((await state.get('changes'))?.value.split(',').length).toBe(writers * rounds);
    const won = said.map((text) => JSON.parse(text) as { prizes: string[]; fences: number[] });
    const prizes = won.flatMap((each) => each.prizes);
    expect([prizes.length, new Set(prizes).size]).toEqual([rounds, rounds]);
    const fences = won.flatMap((each) => each.fences);
    expect([fences.length, new Set(fences).size]).toEqual([writers * 5, writers * 5]);
    expect((await state.get('holder'))?.value).toBe('nobody');
  });

  it('keep its files for their owner alone', async () => {
    const file = join(folder, 'deep/er/state.sqlite');
    await using state = sqliteState({ file });
    await state.put({ key: 'a', value: 'b' });
    for (const end of ['', '-wal', '-shm']) expect((await stat(file + end)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'deep'))).mode & 0o077).toBe(0);
  });
});
