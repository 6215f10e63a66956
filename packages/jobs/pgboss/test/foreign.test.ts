import { type PostgresServer, postgresServer } from '@patchbay/tooling-servers/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, open, queue } from './support/shop.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** As `boss.send(queue, data)` does it. */
async function sendByEngine(data: object, state = 'created'): Promise<void> {
  const client = await connect(server.url());
  const insert = 'INSERT INTO patchbay_jobs.job (name, data, state, completed_on) VALUES ($1, $2, $3, now())';
  await client.query(insert, [queue, data, state]);
  await client.end();
}

describe('a job that somebody wrote into our queue with the engine itself', () => {
  it('keeps no other from its turn, and is not handed out', async () => {
    await using jobs = open({ url: server.url() });
    await jobs.enqueue({ queue, id: 'before', payload: null });
    await sendByEngine({ to: 'nobody@example.com' });
    await jobs.enqueue({ queue, id: 'after', payload: null });
    const claimed = await jobs.claim({ queue, limit: 10, leaseMs: 60_000 });
    expect(claimed.map(({ id }) => id)).toEqual(['before', 'after']);
  });

  it('keeps no other off the list of dead ones', async () => {
    await using jobs = open({ url: server.url() });
    await jobs.enqueue({ queue, id: 'poison', payload: null });
    const [job] = await jobs.claim({ queue, limit: 1, leaseMs: 60_000 });
    await jobs.bury({ queue, id: 'poison', token: job?.token ?? '', error: 'It is no good.' });
    await sendByEngine({ to: 'nobody@example.com' }, 'failed');
    const dead: string[] = [];
    for await (const { id } of jobs.dead.list({ queue })) dead.push(id);
    expect(dead).toEqual(['poison']);
  });
});
