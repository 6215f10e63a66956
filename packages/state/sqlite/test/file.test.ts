import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@patchbay/core/sqlite';
import { virtualClock } from '@patchbay/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteState } from '../src/index.ts';
import { bundle, run } from './support/programs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-state-'));
});
afterEach(() => rm(folder, { recursive: true }));
const fileOf = (name = 'state.sqlite'): string => join(folder, name);

describe('a Node without SQLite', () => {
  it('imports the package, and the first call says which Node it needs', async () => {
    const program = await bundle('first-call-program', folder);
    const said = await run(['--no-experimental-sqlite', program, fileOf()]);
    expect(JSON.parse(said)).toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
    expect(said).toMatch(/Node 22\.13/);
  });
});

describe('the file', () => {
  it('of a later version of the tables is refused, and left as it is', async () => {
    await using first = sqliteState({ file: fileOf() });
    (await first.native()).exec('PRAGMA user_version = 2');
    const failing = sqliteState({ file: fileOf() }).get('a');
    await expect(failing).rejects.toMatchObject({ code: 'config_invalid' });
    await expect(failing).rejects.toThrow(/version 2/);
  });

  it('of another application is refused, and left as it is', async () => {
    await using first = sqliteState({ file: fileOf() });
    const database = await first.native();
    database.exec('DROP TABLE records; CREATE TABLE theirs (a); PRAGMA user_version = 0');
    await expect(sqliteState({ file: fileOf() }).get('a')).rejects.toThrow(/another application/);
    expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }]);
  });

  it('that is no database is refused, and says so', async () => {
    await writeFile(fileOf(), 'This is a letter, and it is long enough to be taken for one. '.repeat(20));
    const failing = sqliteState({ file: fileOf() }).get('a');
    await expect(failing).rejects.toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
    await expect(failing).rejects.toThrow(/no SQLite database/);
  });

  it('that is a folder is refused', async () => {
    await expect(sqliteState({ file: folder }).get('a')).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it('may be named like what SQLite keeps in memory', async () => {
    await using first = sqliteState({ file: fileOf(':memory:') });
    await using second = sqliteState({ file: fileOf(':memory:') });
    await first.put({ key: 'a', value: 'b' });
    expect((await second.get('a'))?.value).toBe('b');
  });

  it('loses what has expired, a few records at a time', async () => {
    const clock = virtualClock();
    await using state = sqliteState({ file: fileOf(), durability: 'process' }, { clock });
    const database = await state.native();
    const rows = () => Number(database.prepare('SELECT count(*) AS rows FROM records').get()?.['rows']);
    for (let count = 0; count < 200; count += 1)
      await state.put({ key: `timed-${count}`, value: 'x', ttlMs: 1000 });
    expect(rows()).toBe(200);
    await clock.advance(1000);
    for (let write = 0; write < 16; write += 1) await state.put({ key: 'stays', value: 'y' });
    expect(rows()).toBe(137);
    for (let write = 0; write < 64; write += 1) await state.put({ key: 'stays', value: 'y' });
    expect(rows()).toBe(1);
  });
});

describe('a process that writes for long', () => {
  const openEmpty = () =>
    openSqlite({ file: fileOf(), durability: 'process', needs: 'This needs', prepare: () => {} });

  it('makes others wait, then fail with a conflict that had no effect; they go on when it ends', async () => {
    await using one = sqliteState({ file: fileOf() });
    await using other = sqliteState({ file: fileOf(), busyTimeoutMs: 5 }, { policy: { retry: false } });
    await other.put({ key: 'a', value: '1' });
    const database = await one.native();
    database.exec('BEGIN IMMEDIATE');
    for (const write of [
      () => other.put({ key: 'a', value: '2' }),
      () => other.increment({ key: 'a' }),
      () => other.cas({ key: 'a', expected: '1', value: '3' }),
    ])
      await expect(write()).rejects.toMatchObject({
        code: 'conflict',
        reason: 'store_busy',
        outcome: 'not_applied',
        retryable: true,
      });
    expect((await other.get('a'))?.value).toBe('1');
    database.exec('COMMIT');
    expect(await other.increment({ key: 'a' })).toEqual({ value: 2 });
  });

  it('is no failure of the check, be it the one who is making the tables', async () => {
    const maker = await openEmpty();
    maker.exec('BEGIN IMMEDIATE');
    await using state = sqliteState({ file: fileOf() });
    await expect(state.check()).resolves.toBeUndefined();
    maker.exec('COMMIT');
    maker.close();
    expect(await state.increment({ key: 'a' })).toEqual({ value: 1 });
  });

  it('is waited for by the check where it has the file for itself, as a process that changes its mode', async () => {
    const maker = await openEmpty();
    maker.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    const clock = virtualClock();
    await using state = sqliteState({ file: fileOf() }, { clock });
    await state.native();
    const checking = state.check();
    await clock.advance(50);
    maker.exec('COMMIT');
    maker.close();
    expect(await clock.settle(checking)).toMatchObject({ status: 'fulfilled' });
  });

  it('is waited for by calls that may be repeated', async () => {
    await using one = sqliteState({ file: fileOf() });
    const clock = virtualClock();
    await using other = sqliteState({ file: fileOf(), busyTimeoutMs: 0 }, { clock });
    await other.check();
    const database = await one.native();
    database.exec('BEGIN IMMEDIATE');
    const counting = other.increment({ key: 'a' });
    await clock.advance(0);
    database.exec('COMMIT');
    expect(await clock.settle(counting)).toMatchObject({ value: { value: 1 } });
  });
});
