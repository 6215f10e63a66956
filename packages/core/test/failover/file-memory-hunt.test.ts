import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileMemory } from '@patchbay/core/node';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makePost } from '../ledger/post.ts';

const dayMs = 24 * 3_600_000;

async function temporary(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-memory-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

describe('a memory in files', () => {
  it('works in a folder that has files of others in it, and with a record that cannot be read', async () => {
    await using disk = await temporary();
    await writeFile(join(disk.folder, '.gitkeep'), '');
    await mkdir(join(disk.folder, 'a'.repeat(64)));
    await writeFile(join(disk.folder, 'a'.repeat(64), '1'), 'no record');
    const memory = fileMemory(disk);
    expect(await memory.replace('a', undefined, 'one', 1000)).toBe(true);
    expect(await memory.replace('a', 'one', 'two', 1000)).toBe(true);
    await rm(join(disk.folder, 'a'.repeat(64)), { recursive: true });
    const found: string[] = [];
    for await (const name of memory.list('')) found.push(name);
    expect(found).toEqual(['a']);
  });

  it('forgets the writes of a ledger once nobody needs to know how they ended, in a process that goes on', async () => {
    await using disk = await temporary();
    const clock = virtualClock();
    const { mail } = makePost({ clock, memory: fileMemory({ ...disk, clock }) });
    for (const number of [1, 2, 3]) await mail.send({ text: 'Hi' }, { idempotencyKey: `receipt:${number}` });
    await clock.advance(31 * dayMs);
    await mail.send({ text: 'Hi' }, { idempotencyKey: 'receipt:4' });
    expect(await readdir(disk.folder)).toHaveLength(2);
  });

  it('gives a key to one of two processes, also while one of them forgets what was there', async () => {
    await using disk = await temporary();
    const clock = virtualClock();
    const [one, other] = [fileMemory({ ...disk, clock }), fileMemory({ ...disk, clock })];
    for (let count = 0; count < 200; count += 1) await one.replace(`${count}`, undefined, 'x', 10 * dayMs);
    await one.replace('a', undefined, 'x', 1000);
    await one.replace('a', 'x', undefined, 1000);
    await clock.advance(1000);
    const taking = other.replace('a', undefined, 'other', 1000);
    const home = createHash('sha256').update('a').digest('hex');
    const isThere = async () => (await readdir(disk.folder)).includes(home);
    for (let look = 0; look < 1000 && (await isThere()); look += 1);
    const taken = [await one.replace('a', undefined, 'one', 1000), await taking];
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await one.get('a')).toBe(taken[0] ? 'one' : 'other');
  });
});
