import { seededRandom } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsStorage } from '../src/index.ts';
import { leftoversOf } from './harness.ts';
import { all } from './support/all.ts';
import { bundle, runs, start, temporaryFolder } from './support/programs.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let program: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  program = await bundle('writing-program', folder.path);
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Lets a writer begin, kills it after so long, and tells how many rounds it said it had finished. */
async function writeUntilKilled(root: string, name: string, afterMs: number): Promise<number> {
  const running = start(program, root, name);
  const ended = new Promise((resolve) => running.once('close', resolve));
  let said = '';
  for await (const text of running.stdout) {
    if (said === '') setTimeout(() => running.kill('SIGKILL'), afterMs);
    said += String(text);
  }
  await ended;
  return said.split('\n').length - 1;
}

async function textOf(storage: ReturnType<typeof fsStorage>, key: string): Promise<string> {
  return (await storage.get(key)).text();
}

describe('a writer that is killed', () => {
  it(
    `at one of ${runs} random moments leaves each object whole, as new as it said, and nothing else after the next start`,
    async () => {
      const random = seededRandom(20_261_122);
      const slot = async (root: string, kills: number): Promise<void> => {
        for (let kill = 1; kill <= kills; kill += 1) {
          const finished = await writeUntilKilled(root, `kill-${kill}`, random() * 25);
          await using storage = fsStorage({ root, durability: 'rename' });
          const report = await textOf(storage, 'Documents/report');
          const [mark = '', filler = '', end] = report.split('|');
          expect([end, filler]).toEqual([mark, 'x'.repeat(200_000)]);
          expect(mark.startsWith(`kill-${kill}.`)).toBe(true);
          expect(Number(mark.split('.')[1])).toBeGreaterThanOrEqual(finished);
          expect((await storage.head('Documents/report')).metadata).toEqual({ mark });
          const copy = await textOf(storage, 'copies/report');
          expect(Number(copy.split('|')[0]?.split('.')[1])).toBeGreaterThanOrEqual(finished);
          const passing = await all(storage.list({ prefix: 'passing/' }));
          expect(passing.length).toBeLessThanOrEqual(1); // killed between its writing and its deletion
          for (const entry of passing) if (entry.kind === 'object') await storage.delete(entry.key);
          expect(await leftoversOf(root)).toEqual([]);
        }
      };
      await Promise.all([1, 2].map((number) => slot(`${folder.path}/root-${number}`, Math.ceil(runs / 2))));
    },
    5000 * Math.max(100, runs),
  );
});
