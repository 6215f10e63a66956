import { inspect } from 'node:util';
import { type IntegrationError, IntegrationError as Thrown } from '@patchbay/core';
import { closedPort, leakCheck } from '@patchbay/testing/node';
import { type PostgresServer, postgresServer } from '@patchbay/tooling-servers/postgres';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresStateOptions, postgresState } from '../src/index.ts';
import { query } from './support/harness.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server[Symbol.asyncDispose]());

let tables = 0;
const newTable = (): string => `state_${(tables += 1)}`;
const open = (options: Partial<PostgresStateOptions> = {}) =>
  postgresState({ url: server.url(), table: newTable(), ...options }, { policy: { retry: false } });

/** Has the row of a key, so that every write of it waits, until it is let go of. */
async function hold(table: string): Promise<Client> {
  const holder = new Client({ connectionString: server.url() });
  holder.on('error', () => {}); // it may be killed with the server
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query(`SELECT key FROM ${table} FOR UPDATE`);
  return holder;
}

/** Waits until so many statements wait for a row. */
async function untilWaiting(): Promise<void> {
  const waiting = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
  while ((await query(server.url(), waiting)).length === 0) await new Promise((done) => setTimeout(done, 10));
}

async function errorOf(call: Promise<unknown>): Promise<IntegrationError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!Thrown.is(error)) throw new Error(`It should have failed with an IntegrationError: ${String(error)}`);
  return error;
}

describe('a server that cannot be reached', () => {
  it('fails every call with `network`, and nothing was changed', async () => {
    const { host } = new URL(await closedPort());
    await using state = open({ url: `postgres://shop:a-password@${host}/postgres` });
    for (const call of [
      () => state.get('a'),
      () => state.put({ key: 'a', value: 'b' }),
      () => state.increment({ key: 'a' }),
      () => state.check(),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'network', outcome: 'not_applied' });
  });

  it('is tried again by the policy, for nothing was changed', async () => {
    const { host } = new URL(await closedPort());
    await using state = postgresState({ url: `postgres://shop:a-password@${host}/postgres` });
    const { attempts } = await errorOf(state.increment({ key: 'a' }));
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['not_applied', 'not_applied', 'not_applied']);
  });
});

describe('a login', () => {
  it('with a wrong password is `provider_auth_failed`, which prints no password', async () => {
    await using state = open({ url: server.url('a-wrong-password') });
    const error = await errorOf(state.putIfAbsent({ key: 'a', value: 'b' }));
    expect(error).toMatchObject({ code: 'provider_auth_failed', outcome: 'not_applied' });
    expect(error.vendor?.code).toBe('28P01');
    expect(`${inspect(error)} ${JSON.stringify(error)}`).not.toMatch(/a-wrong-password/);
  });

  it('to a database that is not there is `config_invalid`', async () => {
    await using state = open({ url: server.url().replace(/postgres$/, 'nowhere') });
    await expect(state.get('a')).rejects.toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
  });

  it('of one who may not write is `provider_permission_denied`, and reading goes on', async () => {
    const table = newTable();
    await using owner = open({ table });
    await owner.put({ key: 'a', value: 'b' });
    await query(server.url(), `CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT SELECT ON ${table} TO reader`);
    await using state = open({ url: server.url('r').replace('shop', 'reader'), table });
    expect((await state.get('a'))?.value).toBe('b');
    const error = await errorOf(state.increment({ key: 'c' }));
    expect(error).toMatchObject({ code: 'provider_permission_denied', outcome: 'not_applied' });
  });

  it('to a server that only reads is `provider_unavailable`, and nothing was changed', async () => {
    const table = newTable();
    await using owner = open({ table });
    await owner.put({ key: 'a', value: 'b' });
    const readOnly = encodeURIComponent('-c default_transaction_read_only=on');
    await using state = open({ url: `${server.url()}?options=${readOnly}`, table });
    const error = await errorOf(state.increment({ key: 'c' }));
    expect(error).toMatchObject({ code: 'provider_unavailable', outcome: 'not_applied' });
  });
});

describe('a URL', () => {
  it('that asks for TLS is never used in the clear', async () => {
    await using state = open({ url: `${server.url()}?sslmode=verify-full` });
    await expect(state.get('a')).rejects.toMatchObject({ code: 'network', outcome: 'not_applied' });
  });

  it('that names a certificate which is not there is `config_invalid`', async () => {
    await using state = open({ url: `${server.url()}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem` });
    await expect(state.get('a')).rejects.toMatchObject({ code: 'config_invalid', outcome: 'not_applied' });
  });

  it.each(['mysql://host/a', 'postgres://shop:a b@host/a', 'host=db user=shop', ''])('is not %j', (url) => {
    expect(() => open({ url })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});

describe('a write that waits for another', () => {
  it('is given up by the server in time, and nothing was changed', async () => {
    const table = newTable();
    await using owner = open({ table }); // a busy machine may take its time for all but the one statement
    await owner.increment({ key: 'a' });
    await using state = open({ url: `${server.url()}?statement_timeout=3000`, table });
    await state.get('a');
    const holder = await hold(table);
    const error = await errorOf(state.increment({ key: 'a' }));
    expect(error).toMatchObject({ code: 'timeout', outcome: 'not_applied' });
    expect(error.vendor?.code).toBe('57014');
    await holder.end();
    expect(await owner.increment({ key: 'a' })).toEqual({ value: 2 });
  });

  it('ends with its signal, `unknown`, and leaves the only connection to others', async () => {
    const table = newTable();
    await using state = open({ table, poolSize: 1 });
    await state.put({ key: 'a', value: 'b' });
    const holder = await hold(table);
    const controller = new AbortController();
    const waiting = errorOf(state.increment({ key: 'a' }, { signal: controller.signal }));
    await untilWaiting();
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'aborted', outcome: 'unknown' });
    expect((await state.get('a'))?.value).toBe('b');
    await holder.end();
  });

  it('is `unknown` when an administrator ends its connection; the next call has a new one', async () => {
    const table = newTable();
    await using state = open({ table });
    await state.increment({ key: 'a' });
    const holder = await hold(table);
    const waiting = errorOf(state.increment({ key: 'a' }));
    await untilWaiting();
    const ours = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
    await query(server.url(), ours);
    expect(await waiting).toMatchObject({ code: 'provider_unavailable', outcome: 'unknown' });
    await holder.end();
    expect(await state.increment({ key: 'a' })).toEqual({ value: 2 });
  });
});

describe('a server that hangs', () => {
  it('ends each call at its deadline, and is used again when it goes on', async () => {
    await using state = open();
    await using stranger = open();
    await state.increment({ key: 'a' });
    await server.pause();
    const startedAt = performance.now();
    const [write, read, connect] = await Promise.all([
      errorOf(state.increment({ key: 'a' }, { deadlineMs: 300 })),
      errorOf(state.get('a', { deadlineMs: 300 })),
      errorOf(stranger.increment({ key: 'a' }, { deadlineMs: 300 })),
    ]);
    await server.resume();
    expect(performance.now() - startedAt).toBeLessThan(20_000); // without their own deadline 30 seconds
    expect(write).toMatchObject({ code: 'timeout', outcome: 'unknown' });
    expect(read).toMatchObject({ code: 'timeout', outcome: 'not_applied' });
    expect(connect).toMatchObject({ code: 'timeout', outcome: 'not_applied' });
    const counted = (await state.increment({ key: 'a' })).value;
    expect([2, 3]).toContain(counted); // nobody knew
  });
});

describe('a server that is killed', () => {
  it('leaves a write under way `unknown`, later ones `not_applied`; the same facade goes on after it', async () => {
    const table = newTable();
    await using state = open({ table });
    await state.increment({ key: 'a' });
    await hold(table);
    const waiting = errorOf(state.increment({ key: 'a' }));
    await untilWaiting();
    await server.kill();
    expect(await waiting).toMatchObject({ code: 'network', outcome: 'unknown' });
    await expect(state.increment({ key: 'a' })).rejects.toMatchObject({
      code: 'network',
      outcome: 'not_applied',
    });
    await server.start();
    expect(await state.increment({ key: 'a' })).toEqual({ value: 2 });
  });
});

describe('closing', () => {
  it('lets go of every connection', async () => {
    const leaks = leakCheck();
    const state = open();
    await Promise.all(['a', 'b', 'c'].map((key) => state.increment({ key })));
    await state.close();
    expect(await leaks.diff()).toEqual([]);
  });

  it('is fine where the application has ended the pool itself', async () => {
    const state = open();
    await (await state.native()).end();
    await expect(state.close()).resolves.toBeUndefined();
  });
});
