import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { type RedisServer, redisProgram, startRedis } from '@patchbay/tooling-servers/redis';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RedisState, redisState } from '../src/index.ts';

/** What the account of an application needs, as the README says. */
const permissions = '+ping +select +eval +eval_ro +get +pexpiretime +set +del +incrby +scan';

describe.skipIf(missingProgram(redisProgram))('a Redis', () => {
  let server: RedisServer;
  let far: Redis;
  beforeAll(async () => {
    server = await startRedis();
    far = new Redis(server.port);
  });
  afterEach(() => far.flushall());
  afterAll(async () => {
    await far.quit();
    await server[Symbol.asyncDispose]();
  });

  const urlOf = (rest: string): string => `redis://${rest.replace('@', `@127.0.0.1:${server.port}`)}`;

  async function everything(state: RedisState): Promise<void> {
    await state.put({ key: 'a', value: '1', ttlMs: 60_000 });
    await state.get('a');
    await state.putIfAbsent({ key: 'b', value: '1', ttlMs: 60_000 });
    await state.cas({ key: 'a', expected: '1', value: '2', ttlMs: 60_000 });
    await state.cas({ key: 'a', expected: '2', value: '3' });
    await state.cas({ key: 'a', expected: '3', value: undefined });
    await state.increment({ key: 'n', ttlMs: 60_000 });
    await state.increment({ key: 'n', by: 5 });
    await state.delete('b');
    await state.list().page();
    await state.check();
  }

  it('sees one command per call, and one connection per instance', async () => {
    await using state = redisState({ url: server.url });
    const monitor = await far.monitor();
    const seen: string[] = [];
    const sources = new Set<string>();
    monitor.on('monitor', (_time: string, [name = '']: readonly string[], source: string) => {
      if (source === 'lua') return;
      seen.push(name);
      sources.add(source);
    });
    await Promise.all([state.get('a'), state.get('b')]);
    await everything(state);
    await expect.poll(() => seen.at(-1)).toBe('PING');
    monitor.disconnect();
    const commands = 'SET EVAL_RO SET EVAL EVAL EVAL EVAL EVAL DEL SCAN PING'.split(' ');
    expect(seen).toEqual(['ping', 'EVAL_RO', 'EVAL_RO', ...commands]);
    expect(sources.size).toBe(1);
  });

  it('needs to permit no more than the README says, and each of it', async () => {
    await far.call('ACL', 'SETUSER', 'shop', 'on', '>shop-password', '~shop:*', ...permissions.split(' '));
    await using state = redisState({ url: urlOf('shop:shop-password@'), prefix: 'shop:' });
    await everything(state);
    await using other = redisState({ url: urlOf('shop:shop-password@'), prefix: 'theirs:' });
    const denied = { code: 'provider_permission_denied', outcome: 'not_applied', vendor: { code: 'NOPERM' } };
    await expect(other.put({ key: 'a', value: '1' })).rejects.toMatchObject(denied);
    await expect(other.increment({ key: 'a' })).rejects.toMatchObject(denied);
    for (const permission of permissions.split(' ')) {
      await far.call('ACL', 'SETUSER', 'shop', permission.replace('+', '-'));
      await using lacking = redisState({ url: urlOf('shop:shop-password@/1'), prefix: 'shop:' });
      // A script that may not call a command says `ERR` in 7.0, `NOPERM` later.
      await expect(everything(lacking)).rejects.toMatchObject({
        vendor: { code: expect.stringMatching(/^(NOPERM|ERR)$/) },
      });
      await far.call('ACL', 'SETUSER', 'shop', permission);
    }
  });

  it('does nothing for a user whom it refuses, also where anybody may come in without a name', async () => {
    await using state = redisState({ url: urlOf('shop:another-password@') });
    const refused = { code: 'provider_auth_failed', outcome: 'not_applied', vendor: { code: 'WRONGPASS' } };
    for (const call of [() => state.put({ key: 'a', value: '1' }), () => state.increment({ key: 'a' })])
      await expect(call()).rejects.toMatchObject(refused);
    expect(await far.keys('*')).toEqual([]);
  });

  it('keeps records in the database that the URL names, and in no other where there is none of that number', async () => {
    await using third = redisState({ url: `${server.url}/3` });
    await third.put({ key: 'a', value: '1' });
    await using none = redisState({ url: `${server.url}/99999` }, { policy: { retry: false } });
    await expect(none.put({ key: 'a', value: '1' })).rejects.toMatchObject({
      code: 'provider_error',
      outcome: 'not_applied',
    });
    expect(await far.keys('*')).toEqual([]);
    await far.select(3);
    expect(await far.keys('*')).toEqual(['patchbay:a']);
    await far.select(0);
  });

  it('is shared by prefix: what begins otherwise is neither seen nor touched', async () => {
    await using one = redisState({ url: server.url, prefix: 'a*' });
    await using other = redisState({ url: server.url, prefix: 'ab' });
    await one.put({ key: 'c', value: '1' });
    await other.put({ key: 'c', value: '2' });
    expect((await one.list().page()).items).toEqual(['c']);
    expect((await one.get('c'))?.value).toBe('1');
    expect((await far.keys('*')).toSorted()).toEqual(['a*c', 'abc']);
  });

  it('is spoken to by `native` as by ourselves', async () => {
    await using state = redisState({ url: server.url });
    const redis = await state.native();
    expect(await redis.set('patchbay:a', '1')).toBe('OK');
    expect((await state.get('a'))?.value).toBe('1');
    redis.disconnect();
    expect((await state.get('a'))?.value).toBe('1');
  });

  it('ends a record at the moment that it tells, by its own clock', async () => {
    await using state = redisState({ url: server.url });
    const now = async (): Promise<number> => {
      const [seconds = 0, micros = 0] = await far.time();
      return seconds * 1000 + Math.floor(micros / 1000);
    };
    await state.put({ key: 'a', value: '1', ttlMs: 5000 });
    const end = (await state.get('a'))?.expiresAt?.getTime() ?? 0;
    let seen = 0;
    for (let asked = await now(); (await state.get('a')) !== undefined; asked = await now()) seen = asked;
    expect(seen).toBeLessThan(end);
    expect(await now()).toBeGreaterThanOrEqual(end);
  });
});
