import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsStorage } from '../src/index.ts';
import { leftoversOf } from './harness.ts';
import { bundle, run, runs, temporaryFolder } from './support/programs.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const objects = 20;

/** A program as a thread of this process. */
async function runThread(program: string, ...given: readonly string[]): Promise<string> {
  const worker = new Worker(program, { argv: [...given], stdout: true });
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  let said = '';
  for await (const text of worker.stdout) said += String(text);
  await ended;
  return said;
}

/** Who made each object, as the racers said it, and as the objects do. */
async function winnersOf(root: string, said: readonly string[]) {
  const claims = said.flatMap((text, index) =>
    (JSON.parse(text) as number[]).map((number) => [`race/${number}`, names[index] ?? ''] as const),
  );
  await using storage = fsStorage({ root });
  const stored = await Promise.all(
    claims.map(async ([key]) => [key, await (await storage.get(key)).text()] as const),
  );
  return { claims, stored, leftovers: await leftoversOf(root) };
}

function assertOneWinnerEach({ claims, stored, leftovers }: Awaited<ReturnType<typeof winnersOf>>): void {
  expect(claims).toHaveLength(objects);
  expect(new Set(claims.map(([key]) => key)).size).toBe(objects);
  expect(stored).toEqual(claims);
  expect(leftovers).toEqual([]);
}

describe('several writers at once', () => {
  it('of eight processes that create the same object, exactly one succeeds', async () => {
    const root = `${folder.path}/processes`;
    const program = await bundle('racing-program', folder.path);
    const startAt = String(Date.now() + 1500);
    const said = await Promise.all(names.map((name) => run(program, root, name, String(objects), startAt)));
    const winners = await winnersOf(root, said);
    expect(winners.claims.length).toBeGreaterThan(0);
    assertOneWinnerEach(winners);
  }, 60_000);

  it('of eight threads that create the same object, exactly one succeeds', async () => {
    const root = `${folder.path}/threads`;
    const program = await bundle('racing-program', folder.path);
    const startAt = String(Date.now() + 1000);
    const said = await Promise.all(
      names.map((name) => runThread(program, root, name, String(objects), startAt)),
    );
    const winners = await winnersOf(root, said);
    expect(winners.claims.length).toBeGreaterThan(0);
    assertOneWinnerEach(winners);
  }, 60_000);

  it('two processes that count up one object a hundred times each reach two hundred', async () => {
    const root = `${folder.path}/counter`;
    const program = await bundle('counting-program', folder.path);
    await Promise.all([run(program, root, '100'), run(program, root, '100')]);
    await using storage = fsStorage({ root });
    expect(await (await storage.get('counter')).text()).toBe('200');
    expect(await leftoversOf(root)).toEqual([]);
  }, 60_000);
});

describe('a large object', () => {
  const mebibytes = runs > 100 ? 1024 : 128;
  it(`of ${mebibytes} MiB goes up and comes down in 64 MiB of memory`, async () => {
    const program = await bundle('streaming-program', folder.path);
    const size = mebibytes * 1024 * 1024;
    const said: unknown = JSON.parse(await run(program, `${folder.path}/large`, String(size)));
    expect(said).toEqual({ read: size, grewBytes: expect.any(Number) });
    expect(Reflect.get(said as object, 'grewBytes')).toBeLessThanOrEqual(64 * 1024 * 1024);
  }, 180_000);
});
