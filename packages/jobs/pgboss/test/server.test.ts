import { leakCheck } from '@patchbay/testing/node';
import { type PostgresServer, postgresServer } from '@patchbay/tooling-servers/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgbossJobs } from '../src/index.ts';
import { connect, errorOf, held, lockFromOutside, open, queue, untilWaiting } from './support/shop.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  const client = await connect(server.url());
  await client.query('DROP SCHEMA IF EXISTS patchbay_jobs CASCADE');
  await client.end();
});

describe('a login', () => {
  it('that is wrong is told, and the password is not', async () => {
    await using jobs = open({ url: server.url('another-password') });
    const error = await errorOf(jobs.enqueue({ queue, payload: null }));
    expect(error).toMatchObject({ code: 'provider_auth_failed', outcome: 'not_applied' });
    expect(JSON.stringify(error)).not.toContain('another-password');
    expect(await errorOf(jobs.check())).toMatchObject({ code: 'provider_auth_failed' });
  });
});

describe('a server that nobody reaches', () => {
  it('leaves everything `not_applied`, and is used when it is there', async () => {
    const { port } = new URL(server.url());
    await using jobs = open({ url: server.url().replace(port, '1') });
    const error = await errorOf(jobs.enqueue({ queue, payload: null }));
    expect(error).toMatchObject({ code: 'network', outcome: 'not_applied' });
  });
});

describe('a job that somebody else has locked', () => {
  it('ends the call with its signal, and leaves the connection to others', async () => {
    await using jobs = open({ url: server.url(), poolSize: 2 });
    const job = await held(jobs, 'a');
    const holder = await lockFromOutside(server.url());
    const controller = new AbortController();
    const waiting = errorOf(jobs.complete(job, { signal: controller.signal }));
    await untilWaiting(server.url());
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'aborted', outcome: 'not_applied' });
    expect((await jobs.get({ queue, id: 'a' }))?.status).toBe('running');
    await holder.end();
    expect(await jobs.complete(job)).toBe(true);
  });

  it('is skipped by those who claim', async () => {
    await using jobs = open({ url: server.url() });
    await jobs.enqueue({ queue, id: 'a', payload: null });
    const holder = await lockFromOutside(server.url());
    await jobs.enqueue({ queue, id: 'b', payload: null });
    const claimed = await jobs.claim({ queue, limit: 10, leaseMs: 60_000 });
    expect(claimed.map(({ id }) => id)).toEqual(['b']);
    await holder.end();
  });
});

describe('a server that hangs', () => {
  it('ends each call at its deadline, and is used again when it goes on', async () => {
    await using jobs = open({ url: server.url() });
    // Its engine starts while the server hangs; on a busy machine what is left of that may cost it another attempt.
    await using stranger = pgbossJobs({ url: server.url() });
    await jobs.enqueue({ queue, id: 'a', payload: null });
    await server.pause();
    const startedAt = performance.now();
    const errors = await Promise.all([
      errorOf(jobs.enqueue({ queue, id: 'b', payload: null }, { deadlineMs: 300 })),
      errorOf(jobs.claim({ queue, limit: 1, leaseMs: 1000 }, { deadlineMs: 300 })),
      errorOf(stranger.get({ queue, id: 'a' }, { deadlineMs: 300 })),
    ]);
    await server.resume();
    expect(performance.now() - startedAt).toBeLessThan(20_000); // without their own deadline 30 seconds
    for (const error of errors) expect(error).toMatchObject({ code: 'timeout', outcome: 'not_applied' });
    expect(await jobs.enqueue({ queue, id: 'b', payload: null })).toEqual({ id: 'b', isNew: true });
    expect((await stranger.get({ queue, id: 'a' }))?.status).toBe('waiting');
  });
});

describe('a call that is given up', () => {
  const job = (id: string) => ({ queue, id, payload: null });

  it.each([
    ['starts the engine', async () => undefined],
    [
      'looks for the queue',
      async (jobs: ReturnType<typeof open>) => void (await jobs.get({ queue: 'other', id: 'a' })),
    ],
  ])('while it %s takes none with it that came at the same time', async (_what, begin) => {
    await using jobs = open({ url: server.url() });
    await begin(jobs);
    await server.pause();
    const controller = new AbortController();
    const first = errorOf(jobs.enqueue(job('a'), { signal: controller.signal }));
    const second = jobs.enqueue(job('b'));
    await new Promise((done) => setTimeout(done, 100));
    controller.abort();
    expect(await first).toMatchObject({ code: 'aborted', outcome: 'not_applied' });
    await server.resume();
    expect(await second).toEqual({ id: 'b', isNew: true });
  });

  it('leaves nothing behind when nobody else came: the next one begins anew', async () => {
    await using jobs = open({ url: server.url() });
    await server.pause();
    const errors = ['a', 'b'].map((id) => errorOf(jobs.enqueue(job(id), { deadlineMs: 200 })));
    for (const error of await Promise.all(errors)) expect(error).toMatchObject({ code: 'timeout' });
    await server.resume();
    expect(await jobs.enqueue(job('c'))).toEqual({ id: 'c', isNew: true });
  });
});

describe('a server that is killed', () => {
  it('leaves a call under way `not_applied`; what was written down is there after it, for the same facade', async () => {
    await using jobs = open({ url: server.url() });
    const job = await held(jobs, 'a');
    await lockFromOutside(server.url());
    const waiting = errorOf(jobs.complete(job));
    await untilWaiting(server.url());
    await server.kill();
    expect(await waiting).toMatchObject({ code: 'network', outcome: 'not_applied' });
    expect(await errorOf(jobs.complete(job))).toMatchObject({ code: 'network', outcome: 'not_applied' });
    await server.start();
    expect(await jobs.complete(job)).toBe(true);
  });
});

describe('more calls than connections', () => {
  it('wait for each other, also where the engine sees the queue for the first time', async () => {
    await using jobs = open({ url: server.url(), poolSize: 2 });
    await jobs.get({ queue, id: 'starts the engine' });
    await using maker = open({ url: server.url() });
    await maker.enqueue({ queue, id: 'first', payload: null });
    const ids = Array.from({ length: 30 }, (_, index) => `job-${index}`);
    await Promise.all(ids.map((id) => jobs.enqueue({ queue, id, payload: null })));
    expect((await jobs.stats({ queue })).ready).toBe(31);
  });
});

describe('closing', () => {
  it('lets go of every connection and timer', async () => {
    const leaks = leakCheck();
    const jobs = open({ url: server.url() });
    await Promise.all(['a', 'b', 'c'].map((id) => jobs.enqueue({ queue, id, payload: null })));
    await jobs.claim({ queue, limit: 2, leaseMs: 1000 });
    await jobs.close();
    expect(await leaks.diff()).toEqual([]);
  });

  it('is fine where nothing was begun', async () => {
    await expect(open({ url: server.url() }).close()).resolves.toBeUndefined();
  });
});

describe('what was done', () => {
  it('is deleted by the engine when its time is over, and its id is free at that very moment', async () => {
    await using jobs = pgbossJobs({ url: server.url(), keepDoneMs: 1000 });
    await jobs.complete(await held(jobs, 'a'));
    expect((await jobs.get({ queue, id: 'a' }))?.status).toBe('done');
    const client = await connect(server.url());
    await client.query(`UPDATE patchbay_jobs.job SET completed_on = completed_on - interval '3 seconds'`);
    expect(await jobs.get({ queue, id: 'a' })).toBeUndefined();
    await using later = pgbossJobs({ url: server.url(), keepDoneMs: 1000 });
    await client.query('UPDATE patchbay_jobs.queue SET maintain_on = NULL');
    await later.claim({ queue, limit: 1, leaseMs: 1000 });
    expect((await client.query('SELECT 1 FROM patchbay_jobs.job')).rows).toEqual([]);
    await client.end();
  });

  it('does not take jobs with it that wait since long ago, or are dead', async () => {
    await using jobs = pgbossJobs({ url: server.url(), keepDoneMs: 1000 });
    await jobs.enqueue({ queue, id: 'old', payload: null, runAt: new Date(0), orderingKey: 'one' });
    await jobs.bury({ ...(await claimed(jobs)), error: 'no such address' });
    await jobs.enqueue({ queue, id: 'new', payload: null, runAt: new Date(0) });
    const client = await connect(server.url());
    await client.query(`UPDATE patchbay_jobs.job SET completed_on = completed_on - interval '1 year'`);
    await (await jobs.native()).supervise(queue);
    await client.query('UPDATE patchbay_jobs.queue SET maintain_on = NULL');
    await (await jobs.native()).supervise(queue);
    expect(await jobs.stats({ queue })).toMatchObject({ ready: 1, delayed: 0, running: 0, dead: 1 });
    await client.end();
  });

  async function claimed(jobs: ReturnType<typeof pgbossJobs>) {
    const [job] = await jobs.claim({ queue, limit: 1, leaseMs: 60_000 });
    if (job === undefined) throw new Error('There was none.');
    return { queue, id: job.id, token: job.token };
  }
});

describe('a schema of somebody else', () => {
  it('is refused where a queue of it has another policy', async () => {
    await using jobs = open({ url: server.url() });
    await jobs.enqueue({ queue: 'ours', payload: null });
    await (await jobs.native()).createQueue('theirs');
    const error = await errorOf(jobs.enqueue({ queue: 'theirs', payload: null }));
    expect(error).toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
  });
});

describe('a schema of a later pg-boss', () => {
  it('is refused before anything in it is touched, and served once its pg-boss is the one that is here', async () => {
    await using before = open({ url: server.url() });
    await before.enqueue({ queue, id: 'a', payload: null });
    const known = Number(await (await before.native()).schemaVersion());
    await before.close();
    const client = await connect(server.url());
    await client.query('UPDATE patchbay_jobs.version SET version = version + 1');
    await using jobs = open({ url: server.url() });
    const errors = await Promise.all([
      errorOf(jobs.enqueue({ queue: 'another', id: 'b', payload: null })),
      errorOf(jobs.claim({ queue, limit: 1, leaseMs: 60_000 })),
    ]);
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'config_invalid', outcome: 'not_applied', retryable: false });
      expect(error.message).toContain(`patchbay_jobs has version ${known + 1}`);
      expect(error.message).toContain(`version ${known} at most`);
    }
    const { rows } = await client.query('SELECT name, state FROM patchbay_jobs.job');
    expect(rows).toEqual([{ name: queue, state: 'created' }]);
    await client.query('UPDATE patchbay_jobs.version SET version = version - 1');
    await client.end();
    expect(await jobs.claim({ queue, limit: 1, leaseMs: 60_000 })).toMatchObject([{ id: 'a' }]);
  });
});
