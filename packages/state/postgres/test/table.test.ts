import { readFile } from 'node:fs/promises';
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

const open = (table: string, options: Partial<PostgresStateOptions> = {}) =>
  postgresState({ url: server.url(), table, ...options });
const rowsOf = async (table: string): Promise<number> =>
  Number((await query(server.url(), `SELECT count(*) AS rows FROM ${table}`))[0]?.['rows']);

// A statement sees what was there when it began, but finds a table that was made since: here it stops between the two.
const lookingInTwoSteps = `CREATE SCHEMA slow;
  CREATE FUNCTION slow.to_regclass(name text) RETURNS regclass VOLATILE LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_lock_shared(7);
    PERFORM pg_advisory_unlock_shared(7);
    RETURN pg_catalog.to_regclass(name);
  END $$`;
const waitingForLocks = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;

describe('the table', () => {
  it('is made once by twelve machines that begin together', async () => {
    const machines = Array.from({ length: 12 }, () => open('at_once'));
    const results = await Promise.all(machines.map((state) => state.increment({ key: 'a' })));
    const values = results.map(({ value }) => value).toSorted((left, right) => left - right);
    expect(values).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    await Promise.all(machines.map((state) => state.close()));
  });

  it('may be made by another machine while this one looks for it', async () => {
    await query(server.url(), lookingInTwoSteps);
    const made = new Client({ connectionString: server.url() });
    await made.connect();
    await made.query('SELECT pg_advisory_lock(7)');
    const path = encodeURIComponent('-c search_path=slow,pg_catalog,public');
    await using late = open('public.looked_for', { url: `${server.url()}?options=${path}` });
    const counted = late.increment({ key: 'a' });
    await expect.poll(() => query(server.url(), waitingForLocks)).toHaveLength(1);
    await using early = open('public.looked_for');
    expect(await early.increment({ key: 'a' })).toEqual({ value: 1 });
    await made.end();
    expect(await counted).toEqual({ value: 2 });
  });

  it('may be made by an administrator, as the README says, for one who may make none', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const [, sql = ''] = /```sql\n(.*?)```/s.exec(readme) ?? [];
    await query(server.url(), `CREATE ROLE clerk LOGIN PASSWORD 'c'`);
    const url = server.url('c').replace('shop', 'clerk');
    await expect(postgresState({ url }).get('a')).rejects.toMatchObject({
      code: 'provider_permission_denied',
    });
    await query(server.url(), sql.replace('TO shop', 'TO clerk'));
    await using state = postgresState({ url });
    for (let count = 1; count <= 16; count += 1)
      expect(await state.increment({ key: 'a' })).toEqual({ value: count });
    await state.delete('a');
    expect(await state.get('a')).toBeUndefined();
  });

  it('keeps a record for its life, by the clock of the server', async () => {
    await using state = open('timed');
    const before = Date.now();
    await state.put({ key: 'a', value: 'b', ttlMs: 60_000 });
    const expiresAt = (await state.get('a'))?.expiresAt?.getTime() ?? 0;
    expect([expiresAt >= before + 59_999, expiresAt <= Date.now() + 60_000]).toEqual([true, true]);
    await query(server.url(), 'UPDATE timed SET expires_at = now()'); // its life is over
    expect(await state.get('a')).toBeUndefined();
    expect(await state.putIfAbsent({ key: 'a', value: 'c' })).toEqual({ isNew: true, value: 'c' });
  });

  it('keeps the records of one name from those of another', async () => {
    await using one = open('name_one');
    await using other = open('name_other');
    await one.put({ key: 'a', value: 'b' });
    expect(await other.get('a')).toBeUndefined();
  });

  it('may be in a schema of its own, which has to be there', async () => {
    await expect(open('apart.state').get('a')).rejects.toMatchObject({ code: 'config_invalid' });
    await query(server.url(), 'CREATE SCHEMA apart');
    await using state = open('apart.state');
    await state.put({ key: 'a', value: 'b' });
    expect(await rowsOf('apart.state')).toBe(1);
  });

  it('of another application is refused, and left as it is', async () => {
    await query(server.url(), 'CREATE TABLE theirs (a int)');
    await expect(open('theirs').put({ key: 'a', value: 'b' })).rejects.toMatchObject({
      code: 'config_invalid',
      outcome: 'not_applied',
    });
    expect(await rowsOf('theirs')).toBe(0);
  });

  it('of a later version is refused, and left as it is', async () => {
    await using first = open('later');
    await first.put({ key: 'a', value: 'b' });
    await query(server.url(), `COMMENT ON TABLE later IS 'patchbay state, version 2'`);
    await expect(open('later').delete('a')).rejects.toThrow(/another version/);
    expect(await rowsOf('later')).toBe(1);
  });

  it.each(['Upper', 'a-b', 'a.b.c', '"quoted"', 'a; DROP TABLE records', '', '1a', 'a'.repeat(51)])(
    'is not named %j',
    (table) => {
      expect(() => open(table)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    },
  );

  it('loses what has expired, a few records at a time', async () => {
    await using state = open('swept');
    for (let count = 0; count < 100; count += 1)
      await state.put({ key: `timed-${count}`, value: 'x', ttlMs: count < 99 ? 600_000 : 1 });
    await query(server.url(), `UPDATE swept SET expires_at = now() - interval '1 second'`);
    for (let write = 0; write < 16; write += 1) await state.put({ key: 'stays', value: 'y' });
    expect(await rowsOf('swept')).toBe(37);
    for (let write = 0; write < 16; write += 1) await state.increment({ key: 'counts' });
    expect(await rowsOf('swept')).toBe(2);
  });

  it('loses what was swapped away too', async () => {
    await using state = open('swapped');
    await state.put({ key: 'a', value: 'b' });
    await state.cas({ key: 'a', expected: 'b', value: undefined });
    expect(await state.get('a')).toBeUndefined();
    for (let write = 0; write < 16; write += 1) await state.put({ key: 'stays', value: 'y' });
    expect(await rowsOf('swapped')).toBe(1);
  });
});

describe('a database that isolates more than it must', () => {
  it('counts right all the same: who comes second is refused, and may come again', async () => {
    const isolation = encodeURIComponent('-c default_transaction_isolation=serializable');
    await using state = open('strict', { url: `${server.url()}?options=${isolation}` });
    await state.increment({ key: 'a' });
    const steps = await Promise.allSettled(Array.from({ length: 20 }, () => state.increment({ key: 'a' })));
    const refused = steps.filter((step) => step.status === 'rejected').map(({ reason }) => reason as unknown);
    for (const error of refused)
      expect(error).toMatchObject({ code: 'conflict', reason: 'store_busy', outcome: 'not_applied' });
    expect((await state.get('a'))?.value).toBe(String(21 - refused.length));
  });
});

describe('many machines that write the same few records, while others expire', () => {
  it('wait for each other, and never for ever', async () => {
    const machines = Array.from({ length: 4 }, () => open('busy'));
    await Promise.all(
      machines.map(async (state, machine) => {
        for (let round = 0; round < 100; round += 1) {
          await state.putIfAbsent({ key: `short-${(round * 7 + machine) % 20}`, value: 'x', ttlMs: 5 });
          await state.increment({ key: 'counter' });
        }
      }),
    );
    const [state] = machines;
    expect((await state?.get('counter'))?.value).toBe('400');
    await Promise.all(machines.map((each) => each.close()));
  });
});
