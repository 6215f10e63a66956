import { loopback } from '@patchbay/tooling-presets/loopback';
import { type PostgresServer, postgresServer } from '@patchbay/tooling-servers/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresState } from '../src/index.ts';
import { type UnsteadyProxy, unsteadyProxy } from './support/unsteady-proxy.ts';

let server: PostgresServer;
let proxy: UnsteadyProxy;
beforeAll(async () => {
  server = await postgresServer({ offersTls: true });
  proxy = await unsteadyProxy(server.url());
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** A facade with one connection, which is there already: the next answer is a statement's. */
async function connected() {
  const state = postgresState({ url: proxy.through(server.url()), poolSize: 1 });
  await state.get('connects');
  return state;
}

describe('an answer that is lost', () => {
  it('leaves a step of a counter `unknown`, and nobody counts again', async () => {
    await using state = await connected();
    proxy.loseAnswers(1);
    await expect(state.increment({ key: 'counter' })).rejects.toMatchObject({
      code: 'network',
      outcome: 'unknown',
      attempts: [{ number: 1, outcome: 'unknown' }],
    });
    expect((await state.get('counter'))?.value).toBe('1');
  });

  it('of a write that may be repeated is asked for again, on a new connection', async () => {
    await using state = await connected();
    proxy.loseAnswers(1);
    await state.put({ key: 'a', value: 'b' });
    proxy.loseAnswers(1);
    expect((await state.get('a'))?.value).toBe('b');
  });

  it('of a lease is found out: it is held, and by one', async () => {
    await using state = await connected();
    proxy.loseAnswers(1);
    const lease = await state.leases.acquire({ name: 'report', ttlMs: 60_000 });
    expect(lease?.fence).toBeGreaterThan(0);
    expect(await state.leases.acquire({ name: 'report', ttlMs: 60_000 })).toBeUndefined();
    expect(await lease?.release()).toBe(true);
  });

  it('of a login is `network`, and nothing was changed', async () => {
    await using state = postgresState(
      { url: proxy.through(server.url()), poolSize: 1 },
      { policy: { retry: false } },
    );
    proxy.loseAnswers(1);
    await expect(state.increment({ key: 'b' })).rejects.toMatchObject({
      code: 'network',
      outcome: 'not_applied',
    });
    expect(await state.get('b')).toBeUndefined();
  });
});

describe('TLS', () => {
  const open = (query: string) =>
    postgresState({ url: `${server.url()}?${query}`, table: 'behind_tls' }, { policy: { retry: false } });

  it('is spoken where the URL asks for it and the certificate is trusted', async () => {
    await using state = open(`sslmode=verify-full&sslrootcert=${loopback.path}`);
    expect(await state.increment({ key: 'a' })).toEqual({ value: 1 });
    const pool = await state.native();
    const { rows } = await pool.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    expect(rows).toEqual([{ ssl: true }]);
  });

  it('ends where nobody vouches for the certificate, before the login', async () => {
    await using state = open('sslmode=verify-full');
    await expect(state.increment({ key: 'a' })).rejects.toMatchObject({
      code: 'network',
      outcome: 'not_applied',
      vendor: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
  });
});
