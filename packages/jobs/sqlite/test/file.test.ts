import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualClock } from '@patchbay/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SqliteJobs, sqliteJobs } from '../src/index.ts';
import { openApplication } from './support/application.ts';
import { bundle, run } from './support/programs.ts';

const queue = 'mails';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-jobs-'));
});
afterEach(() => rm(folder, { recursive: true }));
const fileOf = (name = 'jobs.sqlite'): string => join(folder, name);

describe('a Node without SQLite', () => {
  it('imports the package, and the first call says which Node it needs', async () => {
    const program = await bundle('first-call-program', folder);
    const said = await run(['--no-experimental-sqlite', program, fileOf()]);
    expect(JSON.parse(said)).toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
    expect(said).toMatch(/Node 22\.13/);
  });
});

describe('the file', () => {
  it('keeps what was written down for whoever opens it next', async () => {
    {
      await using first = sqliteJobs({ file: fileOf() });
      await first.enqueue({ queue, id: 'a', payload: { to: 'ada' }, orderingKey: 'ada' });
    }
    await using second = sqliteJobs({ file: fileOf() });
    const claimed = await second.claim({ queue, limit: 10, leaseMs: 1000 });
    expect(claimed).toMatchObject([{ id: 'a', payload: { to: 'ada' }, orderingKey: 'ada', attempt: 1 }]);
  });

  it('is, with those beside it, for its owner alone', async () => {
    const file = fileOf('deep/er/jobs.sqlite');
    await using jobs = sqliteJobs({ file });
    await jobs.enqueue({ queue, payload: 1 });
    for (const end of ['', '-wal', '-shm']) expect((await stat(file + end)).mode & 0o777).toBe(0o600);
    expect((await stat(fileOf('deep'))).mode & 0o077).toBe(0);
  });

  it('with a table of another version is refused, and left as it is', async () => {
    const other = await openApplication(fileOf());
    other.exec('CREATE TABLE patchbay_jobs ( -- version 2\n a TEXT)');
    const failing = sqliteJobs({ file: fileOf() }).stats({ queue });
    await expect(failing).rejects.toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
    await expect(failing).rejects.toThrow(/version 2, not 1/);
    other.exec('DROP TABLE patchbay_jobs; CREATE TABLE patchbay_jobs (theirs TEXT)');
    await expect(sqliteJobs({ file: fileOf() }).stats({ queue })).rejects.toThrow(/not of this package/);
    expect(other.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'patchbay_jobs' }]);
    other.close();
  });

  it('that is no database is refused, and says so', async () => {
    await writeFile(fileOf(), 'This is a letter, and it is long enough to be taken for one. '.repeat(20));
    const failing = sqliteJobs({ file: fileOf() }).stats({ queue });
    await expect(failing).rejects.toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
    await expect(failing).rejects.toThrow(/no SQLite database/);
  });

  it('that is a folder, or is in no folder, is refused, and says so', async () => {
    await writeFile(fileOf('letter'), 'Hello');
    for (const file of [folder, fileOf('letter/jobs.sqlite')]) {
      const failing = sqliteJobs({ file }).stats({ queue });
      await expect(failing).rejects.toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
      await expect(failing).rejects.toThrow(/is a folder, or its folder is a file/);
    }
  });

  it('may have been there, and have tables, a version and a mode of its application', async () => {
    const application = await openApplication(fileOf());
    application.exec('CREATE TABLE jobs (theirs TEXT); PRAGMA user_version = 7');
    await using jobs = sqliteJobs({ file: fileOf() });
    await jobs.enqueue({ queue, id: 'a', payload: 1 });
    application.exec("INSERT INTO jobs VALUES ('as before')");
    expect(application.prepare('PRAGMA user_version').get()).toEqual({ user_version: 7 });
    expect(await jobs.stats({ queue })).toMatchObject({ ready: 1, delayed: 0, running: 0, dead: 0 });
    application.close();
  });

  it('is not opened beside SQLite, by which the process would lose its locks', async () => {
    const application = await openApplication(fileOf());
    application.exec('CREATE TABLE theirs (a); BEGIN EXCLUSIVE; INSERT INTO theirs VALUES (1)');
    await using jobs = sqliteJobs({ file: fileOf(), busyTimeoutMs: 0 }, { policy: { retry: false } });
    await expect(jobs.stats({ queue })).rejects.toMatchObject({ code: 'conflict', reason: 'store_busy' });
    const program = await bundle('first-call-program', folder);
    expect(JSON.parse(await run([program, fileOf()]))).toMatchObject({ reason: 'store_busy' });
    application.exec('COMMIT');
    application.close();
  });
});

describe('jobs that were done', () => {
  const rowsIn = async (jobs: SqliteJobs): Promise<number> => {
    const database = await jobs.native();
    return Number(database.prepare('SELECT count(*) AS rows FROM patchbay_jobs').get()?.['rows']);
  };

  it('are forgotten a few at a time, so that the table is bounded by what is done in that time', async () => {
    const clock = virtualClock();
    const options = { file: fileOf(), durability: 'process', keepDoneMs: 10_000 } as const;
    await using jobs = sqliteJobs(options, { clock });
    let most = 0;
    for (let count = 1; count <= 400; count += 1) {
      await jobs.enqueue({ queue, payload: count });
      for (const { id, token } of await jobs.claim({ queue, limit: 1, leaseMs: 1000 }))
        await jobs.complete({ queue, id, token });
      await clock.advance(100); // 100 of them are done in 10 seconds
      if (count % 10 === 0) most = Math.max(most, await rowsIn(jobs));
    }
    expect(most).toBeGreaterThanOrEqual(100);
    expect(most).toBeLessThan(120);
  });

  it('keep their ids for that time, to the millisecond, swept or not', async () => {
    const clock = virtualClock();
    await using jobs = sqliteJobs({ file: fileOf(), keepDoneMs: 5000 }, { clock });
    const job = { queue, id: 'a', payload: 1 };
    await jobs.enqueue(job);
    for (const { id, token } of await jobs.claim({ queue, limit: 1, leaseMs: 1000 }))
      await jobs.complete({ queue, id, token });
    await clock.advance(4999);
    expect(await jobs.enqueue(job)).toEqual({ id: 'a', isNew: false });
    await clock.advance(1);
    expect([await jobs.get({ queue, id: 'a' }), await rowsIn(jobs)]).toEqual([undefined, 1]);
    expect(await jobs.enqueue(job)).toEqual({ id: 'a', isNew: true });
  });
});
