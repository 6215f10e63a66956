import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsStorage } from '../src/index.ts';
import { leftoversOf } from './harness.ts';
import { bundle, start, temporaryFolder } from './support/programs.ts';

const orphan = 'doc~0123456789abcdef0123456789abcdef';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
/** What a process that was killed said of itself. */
let gone: { readonly owner: { readonly host: string } };

beforeAll(async () => {
  folder = await temporaryFolder();
  const root = join(folder.path, 'killed');
  const running = start(await bundle('writing-program', folder.path), root, 'x');
  const ended = new Promise((resolve) => running.once('close', resolve));
  running.stdout.once('data', () => running.kill('SIGKILL'));
  await ended;
  const [writer = ''] = await readdir(join(root, 'writers'));
  gone = JSON.parse(await readFile(join(root, 'writers', writer, 'owner'), 'utf8'));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** A store in which a writer has the lock of `doc`, and has brought in a body that it did not come to publish. */
async function withLockOf(owner: object, name: string) {
  const root = join(folder.path, name);
  const storage = fsStorage({ root });
  await storage.put('doc', 'old');
  const lock = join(root, 'locks', createHash('sha256').update('doc').digest('hex').slice(0, 40));
  await writeFile(lock, JSON.stringify({ owner, key: 'doc' }));
  await writeFile(join(root, 'objects', orphan), 'new');
  return { root, storage, lock };
}

describe('the lock of a writer that was killed', () => {
  it('is taken over by the next writer, who removes what it left', async () => {
    const { root, storage } = await withLockOf(gone.owner, 'next-writer');
    await storage.put('doc', 'newer');
    expect(await leftoversOf(root)).toEqual([]);
    expect(await (await storage.get('doc')).text()).toBe('newer');
    await storage.close();
  });

  it('is freed at the next start, and readers never noticed it', async () => {
    const { root, storage } = await withLockOf(gone.owner, 'next-start');
    expect(await (await storage.get('doc')).text()).toBe('old');
    await using other = fsStorage({ root });
    await other.check();
    expect(await leftoversOf(root)).toEqual([]);
    expect(await (await other.get('doc')).text()).toBe('old');
    await storage.close();
  });

  it('is taken over by one of many, also where whoever took it over was killed in turn', async () => {
    const { root, storage, lock } = await withLockOf(gone.owner, 'in-turn');
    await writeFile(`${lock}.freeing`, JSON.stringify({ owner: gone.owner, key: '' }));
    await using other = fsStorage({ root });
    await Promise.all([storage.put('doc', 'one'), other.put('doc', 'two'), other.check()]);
    expect(['one', 'two']).toContain(await (await storage.get('doc')).text());
    expect(await leftoversOf(root)).toEqual([]);
    await storage.close();
  });
});

describe('the lock of a writer on another machine', () => {
  const elsewhere = (): object => ({ ...gone.owner, host: 'another-machine' });

  it('is waited for, and the writer who waits in vain has changed nothing', async () => {
    const { root, storage } = await withLockOf(elsewhere(), 'waiting');
    const waiting = storage.put('doc', 'newer', { timeoutMs: 200, deadlineMs: 250 });
    await expect(waiting).rejects.toMatchObject({ code: 'timeout', outcome: 'not_applied' });
    expect(await (await storage.get('doc')).text()).toBe('old');
    expect((await readdir(join(root, 'objects'))).includes(orphan)).toBe(true);
    await storage.close();
  });

  it('is taken over when nobody touched it for a day, as are its other leftovers', async () => {
    const { root, storage, lock } = await withLockOf(elsewhere(), 'day');
    const writer = join(root, 'writers', 'elsewhere');
    await mkdir(writer);
    await writeFile(join(writer, 'owner'), JSON.stringify({ owner: elsewhere() }));
    const longAgo = Date.now() / 1000 - 90_000;
    await utimes(lock, longAgo, longAgo);
    await utimes(writer, longAgo, longAgo);
    await using other = fsStorage({ root });
    await other.put('doc', 'newer');
    expect(await leftoversOf(root)).toEqual([]);
    expect(await readdir(join(root, 'writers'))).toHaveLength(2);
    await storage.close();
  });
});
