import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom, virtualClock } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SqliteJobs, sqliteJobs } from '../src/index.ts';
import { bundle } from './support/programs.ts';

/** How often a test tries: 100 times, or what a long run asks for; each of them starts a process. */
const kills = Math.ceil(Number(process.env['PROPERTY_RUNS'] ?? 100) / 4);
const queue = 'orders';

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-jobs-'));
  program = await bundle('killed-program', folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets a worker begin, kills it after so long, and gives what it said. */
async function workUntilKilled(file: string, name: string, afterMs: number): Promise<readonly string[]> {
  const running = spawn(process.execPath, [program, file, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => running.once('close', resolve));
  let said = '';
  for await (const text of running.stdout) {
    if (said === '') setTimeout(() => running.kill('SIGKILL'), afterMs);
    said += String(text);
  }
  await ended;
  return said.split('\n').slice(0, -1);
}

/** Does all that is left, after every lease has ended, and tells what it was. */
async function finish(jobs: SqliteJobs): Promise<readonly string[]> {
  const done: string[] = [];
  for (;;) {
    const claimed = await jobs.claim({ queue, limit: 10, leaseMs: 1000 });
    if (claimed.length === 0) return done;
    for (const { id, token } of claimed) {
      expect(await jobs.complete({ queue, id, token })).toBe(true);
      done.push(id);
    }
  }
}

const idsOf = (said: readonly string[], word: string): readonly string[] =>
  said.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

describe('a worker that is killed', () => {
  it(
    `at one of ${kills} random moments loses no job, undoes none, and holds up no ordering key`,
    async () => {
      const random = seededRandom(20_261_122);
      const file = join(folder, 'jobs.sqlite');
      for (let kill = 1; kill <= kills; kill += 1) {
        const said = await workUntilKilled(file, `kill-${kill}`, random() * 30);
        const [enqueued, done] = [idsOf(said, 'enqueued'), idsOf(said, 'done')];
        const later = virtualClock({ start: Date.now() + 10_000 });
        await using jobs = sqliteJobs({ file, durability: 'process' }, { clock: later });
        for (const id of done) expect((await jobs.get({ queue, id }))?.status).toBe('done');
        const rest = await finish(jobs);
        expect(rest.filter((id) => done.includes(id))).toEqual([]);
        for (const id of enqueued) expect((await jobs.get({ queue, id }))?.status).toBe('done');
        expect(await jobs.stats({ queue })).toEqual({ ready: 0, delayed: 0, running: 0, dead: 0 });
        const database = await jobs.native();
        expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      }
    },
    4000 * Math.max(25, kills),
  );
});
