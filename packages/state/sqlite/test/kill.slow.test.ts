import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqliteState } from '../src/index.ts';
import { bundle } from './support/programs.ts';

/** How often a test tries: 100 times, or what a long run asks for; each of them starts a process. */
const kills = Math.ceil(Number(process.env['PROPERTY_RUNS'] ?? 100) / 4);

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-state-'));
  program = await bundle('killed-program', folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets a writer begin, kills it after so long, and tells how many rounds it said it had finished. */
async function writeUntilKilled(file: string, name: string, afterMs: number): Promise<number> {
  const running = spawn(process.execPath, [program, file, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => running.once('close', resolve));
  let said = '';
  for await (const text of running.stdout) {
    if (said === '') setTimeout(() => running.kill('SIGKILL'), afterMs);
    said += String(text);
  }
  await ended;
  return said.split('\n').length - 1;
}

describe('a writer that is killed', () => {
  it(
    `at one of ${kills} random moments leaves a file that opens, with all that it said and no half of a record`,
    async () => {
      const random = seededRandom(20_261_122);
      const file = join(folder, 'state.sqlite');
      for (let kill = 1; kill <= kills; kill += 1) {
        const finished = await writeUntilKilled(file, `kill-${kill}`, random() * 30);
        await using state = sqliteState({ file, durability: 'process' });
        const [mark = '', filler, end] = ((await state.get('report'))?.value ?? '').split('|');
        expect([end, filler?.length]).toEqual([mark, 20_000]);
        expect(Number(mark.split('.')[1])).toBeGreaterThanOrEqual(finished);
        const counted = Number((await state.get(`counter:kill-${kill}`))?.value);
        expect(counted).toBeGreaterThanOrEqual(finished);
        expect(Number(mark.split('.')[1]) - counted).toBeLessThanOrEqual(1);
        const database = await state.native();
        expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      }
    },
    4000 * Math.max(25, kills),
  );
});
