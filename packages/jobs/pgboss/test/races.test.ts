import { type PostgresServer, postgresServer } from '@patchbay/tooling-servers/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgbossJobs } from '../src/index.ts';
import { connect, held, queue } from './support/shop.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('a job whose id was done long ago', () => {
  it('is written down also where the engine deletes the old one at that very moment', async () => {
    await using jobs = pgbossJobs({ url: server.url(), keepDoneMs: 1000 });
    await jobs.complete(await held(jobs, 'a'));
    const client = await connect(server.url());
    const engine = await connect(server.url());
    await engine.query(`UPDATE patchbay_jobs.job SET completed_on = completed_on - interval '3 seconds'`);
    const said: string[] = [];
    const transaction = {
      async query(text: string, values?: unknown[]) {
        said.push(text);
        // The insert has found the old one; the next statement looks whether it is forgotten.
        if (text.endsWith('FOR UPDATE')) await engine.query('DELETE FROM patchbay_jobs.job');
        return client.query(text, values);
      },
    };
    await client.query('BEGIN');
    const enqueued = await jobs.enqueue({ queue, id: 'a', payload: 'new', transaction });
    await client.query('COMMIT');
    expect(said.some((text) => text.endsWith('FOR UPDATE'))).toBe(true);
    expect(enqueued).toEqual({ id: 'a', isNew: true });
    expect(await jobs.get({ queue, id: 'a' })).toMatchObject({ status: 'waiting', payload: 'new' });
    await Promise.all([client.end(), engine.end()]);
  });
});
