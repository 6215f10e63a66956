import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fileMemory } from '@patchbay/core/node';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makeGroup, Till } from './till.ts';

const run = promisify(execFile);
const key = { idempotencyKey: 'order-7' };

async function temporary(): Promise<AsyncDisposable & { readonly folder: string }> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-memory-'));
  return { folder: join(path, 'groups'), [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

describe('a memory in files', () => {
  it('replaces what is still as expected, and nothing else', async () => {
    await using disk = await temporary();
    const memory = fileMemory(disk);
    expect(await memory.get('a')).toBeUndefined();
    expect(await memory.replace('a', 'something', 'else', 1000)).toBe(false);
    expect(await memory.replace('a', undefined, 'one\ntwo', 1000)).toBe(true);
    expect(await memory.replace('a', undefined, 'three', 1000)).toBe(false);
    expect(await fileMemory(disk).get('a')).toBe('one\ntwo');
    expect(await memory.replace('a', 'one\ntwo', undefined, 1000)).toBe(true);
    expect(await memory.get('a')).toBeUndefined();
    expect(await memory.replace('a', undefined, 'four', 1000)).toBe(true);
  });

  it('lists what is there, by how its key begins', async () => {
    await using disk = await temporary();
    const clock = virtualClock();
    const memory = fileMemory({ ...disk, clock });
    for (const name of ['open:a\nb', 'open:c', 'open:old', 'done:a'])
      await memory.replace(name, undefined, 'one\ntwo', name.endsWith('old') ? 10 : 1000);
    await memory.replace('open:c', 'one\ntwo', undefined, 1000);
    await clock.advance(10);
    const found: string[] = [];
    for await (const name of fileMemory({ ...disk, clock }).list('open:')) found.push(name);
    expect(found).toEqual(['open:a\nb']);
  });

  it('loses no change of eight processes at once', async () => {
    await using disk = await temporary();
    const program = fileURLToPath(new URL('counting-program.ts', import.meta.url));
    const words = ['--conditions=@patchbay/source', program, disk.folder, '25'];
    const ends = await Promise.all(Array.from({ length: 8 }, () => run(process.execPath, words)));
    expect(await fileMemory(disk).get('count')).toBe('200');
    expect(ends.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBeGreaterThan(0); // they did meet
  }, 60_000);

  it('forgets after the time that was asked for, whole and not before', async () => {
    await using disk = await temporary();
    const clock = virtualClock();
    const memory = fileMemory({ ...disk, clock });
    await memory.replace('a', undefined, 'one', 1000);
    await memory.replace('b', undefined, 'two', 5000);
    await clock.advance(999);
    expect(await memory.get('a')).toBe('one');
    await clock.advance(1);
    expect(await memory.get('a')).toBeUndefined();
    await fileMemory({ ...disk, clock }).replace('c', undefined, 'three', 1000);
    expect(await readdir(disk.folder)).toHaveLength(2);
    expect(await memory.get('b')).toBe('two');
  });

  it('keeps a key where it may have had an effect, over a restart', async () => {
    await using disk = await temporary();
    const tills = [new Till('a'), new Till('b')] as const;
    tills[0].faults.push('lost', 'down');
    const before = makeGroup({ tills, memory: fileMemory(disk) });
    await expect(before.group.charge({}, key)).rejects.toMatchObject({ outcome: 'unknown' });
    const after = makeGroup({ tills, memory: fileMemory(disk) });
    await expect(after.group.charge({}, key)).rejects.toMatchObject({ code: 'network', outcome: 'unknown' });
    expect(await after.group.charge({}, key)).toMatchObject({ id: 'first:a_1' });
    expect(tills[1].requests).toBe(0);
    expect((await readdir(disk.folder)).join()).not.toContain('order');
  });
});
