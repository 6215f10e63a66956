import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@patchbay/core';
import { fileMemory } from '@patchbay/core/node';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';

const dayMs = 24 * 3_600_000;

/** A memory's folder, that of the record of `a` in it, and versions of this record as another process writes them. */
async function makeDisk() {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-memory-'));
  const home = join(folder, createHash('sha256').update('a').digest('hex'));
  const clock = virtualClock();
  return {
    folder,
    home,
    clock,
    memory: fileMemory({ folder, clock }),
    write(number: number, value: string): void {
      mkdirSync(home, { recursive: true });
      writeFileSync(join(home, String(number)), `${clock.now() + dayMs}\n"a"\n${value}`);
    },
    seal(number: number, forMs: number): void {
      writeFileSync(join(home, String(number)), `${clock.now() + forMs}\nnull\n`);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A clock that tells which drafts of its next version a process has there whenever it asks for the time. */
function watchingDrafts(home: string, clock: Clock, tell: (drafts: readonly string[]) => void): Clock {
  const now = (): number => {
    if (existsSync(home)) tell(readdirSync(home).filter((name) => name.startsWith('draft-')));
    return clock.now();
  };
  return { ...clock, now };
}

/** A clock that lets something happen once, as soon as a process has a draft of its next version there. */
function whenDrafted(home: string, clock: Clock, happens: () => void): Clock {
  let isDone = false;
  return watchingDrafts(home, clock, (drafts) => {
    if (isDone || drafts.length === 0) return;
    isDone = true;
    happens();
  });
}

describe('a record in files that is written often', () => {
  it('keeps its last versions only', async () => {
    await using disk = await makeDisk();
    let value: string | undefined;
    for (let count = 0; count < 150; count += 1) {
      expect(await disk.memory.replace('a', value, `${count}`, dayMs)).toBe(true);
      value = `${count}`;
    }
    expect(await readdir(disk.home)).toHaveLength(100);
    expect(await disk.memory.get('a')).toBe('149');
  });

  it('is not written by a process that was held up while its version came and went', async () => {
    await using disk = await makeDisk();
    disk.write(1, 'one');
    const clock = whenDrafted(disk.home, disk.clock, () => {
      rmSync(join(disk.home, '1'));
      for (let number = 201; number <= 300; number += 1) disk.write(number, `${number}`);
    });
    const late = fileMemory({ folder: disk.folder, clock });
    expect(await late.replace('a', 'one', 'two', dayMs)).toBe(false);
    expect(await disk.memory.get('a')).toBe('300');
    expect(await readdir(disk.home)).toHaveLength(100);
  });
});

describe('a record in files that is forgotten', () => {
  it('is not written meanwhile: who wants to waits until it is gone, and begins anew', async () => {
    await using disk = await makeDisk();
    disk.write(1, '');
    disk.seal(2, 5000);
    const tries = new Set<string>();
    const clock = watchingDrafts(disk.home, disk.clock, (drafts) => {
      for (const draft of drafts) tries.add(draft);
    });
    const written: boolean[] = [];
    const patient = fileMemory({ folder: disk.folder, clock });
    const writing = patient.replace('a', undefined, 'mine', dayMs).then((is) => written.push(is));
    while (written.length === 0 && tries.size < 2) await setImmediate();
    expect(written).toEqual([]);
    await rename(disk.home, join(disk.folder, 'trash-1'));
    await writing;
    expect(written).toEqual([true]);
    expect(await readdir(disk.home)).toEqual(['1']);
  });

  it('is written again where the process that was about to forget it has died', async () => {
    await using disk = await makeDisk();
    disk.write(1, '');
    disk.seal(2, 5000);
    await disk.clock.advance(5000);
    await fileMemory(disk).replace('b', undefined, 'x', dayMs); // sweeps
    expect(await disk.memory.replace('a', undefined, 'mine', dayMs)).toBe(true);
    expect(await disk.memory.get('a')).toBe('mine');
  });

  it('and made again is not written by a process that was held up since before', async () => {
    await using disk = await makeDisk();
    disk.write(1, '');
    const clock = whenDrafted(disk.home, disk.clock, () => {
      rmSync(disk.home, { recursive: true });
      disk.write(1, 'of another');
    });
    const late = fileMemory({ folder: disk.folder, clock });
    expect(await late.replace('a', undefined, 'mine', dayMs)).toBe(false);
    expect(await disk.memory.get('a')).toBe('of another');
    expect(await readdir(disk.home)).toEqual(['1']);
  });

  it('is not put aside by a process that saw it over before another one wrote it', async () => {
    await using disk = await makeDisk();
    disk.write(1, '');
    await disk.clock.advance(dayMs);
    const clock = whenDrafted(disk.home, disk.clock, () => disk.write(2, 'of another'));
    await fileMemory({ folder: disk.folder, clock }).replace('b', undefined, 'x', dayMs); // sweeps
    expect(await disk.memory.get('a')).toBe('of another');
    expect(await readdir(disk.home)).toEqual(['1', '2']);
  });

  it('leaves no folder behind of a process that died before it wrote anything', async () => {
    await using disk = await makeDisk();
    mkdirSync(disk.home);
    writeFileSync(join(disk.home, `draft-${randomUUID()}`), '');
    await disk.memory.replace('b', undefined, 'x', dayMs);
    expect(await readdir(disk.folder)).toHaveLength(1);
  });
});
