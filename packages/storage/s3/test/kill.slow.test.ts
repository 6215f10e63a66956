import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { OpenUpload } from '@patchbay/storage';
import { seededRandom } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, isLong, start } from './support/programs.ts';
import { bucket, type Made, made } from './support/store.ts';

const kills = isLong ? 100 : 10;

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-kill-'));
  program = await bundle('writing-program', folder);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Lets a writer finish a round, kills it when `moment` comes, and tells how many rounds it said it had finished. */
async function writeUntilKilled(url: string, name: string, moment: () => Promise<void>): Promise<number> {
  const running = start(program, [url, name]);
  const ended = new Promise((resolve) => running.once('close', resolve));
  let said = '';
  for await (const text of running.stdout) {
    if (said === '') void moment().then(() => running.kill('SIGKILL'));
    said += String(text);
  }
  await ended;
  return said.split('\n').length - 1;
}

/** Until the server has answered whatever came whole before the writer died. */
async function untilQuiet(store: Made): Promise<void> {
  let before = -1;
  for (let quiet = 0; quiet < 10; quiet += 1) {
    const now = store.fake.log.length + store.server.received.length;
    if (now !== before || store.underWay > 0) quiet = 0;
    before = now;
    await setTimeout(20);
  }
}

/** Fails unless the object is one that was written, as a whole, and no older than what was finished. */
async function assertWhole({ storage }: Made, key: string, name: string, finished: number): Promise<void> {
  const object = await storage.get(key);
  const [mark = '', filler = '', end] = (await object.text()).split('|');
  expect(end).toBe(mark);
  expect(filler).toMatch(/^x+$/);
  expect(object.info.metadata).toEqual({ mark });
  expect(mark.startsWith(`${name}.`)).toBe(true);
  expect(Number(mark.split('.')[1])).toBeGreaterThanOrEqual(finished);
}

async function openUploads({ storage }: Made): Promise<readonly OpenUpload[]> {
  const found: OpenUpload[] = [];
  for await (const upload of storage.uploads.list()) found.push(upload);
  return found;
}

/** The last part of the film of the second round is on its way, and does not arrive. */
async function amidUpload({ server }: Made): Promise<void> {
  const isLast = ({ target }: { readonly target: string }) => target.includes('partNumber=2');
  server.fault({ kind: 'hang', commit: false, match: isLast });
  await expect.poll(() => server.held).toBe(1);
}

/** Kills a writer, looks at what it left, and tells how many uploads were open. */
async function oneKill(name: string, moment: (store: Made) => Promise<void>): Promise<number> {
  await using store = await made();
  const finished = await writeUntilKilled(store.server.url, name, () => moment(store));
  await untilQuiet(store);
  await assertWhole(store, 'report', name, finished);
  await assertWhole(store, 'film', name, finished);
  expect(store.fake.objects(bucket).map(({ key }) => key)).toEqual(['film', 'report']);
  const left = await openUploads(store);
  expect(left.map(({ id }) => id)).toEqual(store.fake.uploads(bucket).map(({ uploadId }) => uploadId));
  expect(left.length).toBeLessThanOrEqual(1);
  for (const { id, key } of left) await store.storage.uploads.abort({ session: { id, key } });
  expect(store.fake.uploads(bucket)).toEqual([]);
  return left.length;
}

describe('a writer that is killed', () => {
  it(
    `at one of ${kills} random moments leaves each object whole, and at most an upload that a list finds`,
    async () => {
      const random = seededRandom(20_261_122);
      for (let kill = 1; kill <= kills; kill += 1)
        await oneKill(`kill-${kill}`, () => setTimeout(random() * 120));
      expect(await oneKill('kill-0', amidUpload), 'one was killed amid an upload').toBe(1);
    },
    20_000 * kills,
  );
});
