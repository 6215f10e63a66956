import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { type RedisServer, redisProgram, startRedis } from '@patchbay/tooling-servers/redis';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BullmqJobs, bullmqJobs } from '../src/index.ts';

/** What the account of an application needs, as the README says. */
const permissions =
  '+ping +select +multi +exec +eval +evalsha +del +exists +get +set +incr +hget +hset +hmget +hmset +hgetall +hexists ' +
  '+hdel +hincrby +lpush +rpush +lrem +llen +lrange +lpos +rpoplpush +sadd +srem +smembers +zadd +zcard +zcount +zrange ' +
  '+zrangebyscore +zrem +zremrangebyscore +zrevrange +zrevrangebyscore +zrevrank +zscore +scard +pttl +xadd +xtrim';

const queue = 'mails';
const hold = { queue, limit: 1, leaseMs: 60_000 };

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

  async function everything(jobs: BullmqJobs): Promise<void> {
    await jobs.enqueue({ queue, id: '1', payload: 1, orderingKey: 'a' });
    await jobs.enqueue({ queue, id: '2', payload: 2, orderingKey: 'a' });
    await jobs.enqueue({ queue, id: '3', payload: 3, runAt: new Date(Date.now() + 60_000) });
    const [first] = await jobs.claim(hold);
    expect(await jobs.renew({ queue, id: '1', token: first?.token ?? '', leaseMs: 60_000 })).toBe(true);
    expect(await jobs.complete({ queue, id: '1', token: first?.token ?? '' })).toBe(true);
    const [second] = await jobs.claim(hold);
    const back = { queue, id: '2', token: second?.token ?? '', delayMs: 0, error: 'again' };
    expect(await jobs.retry(back)).toBe(true);
    const [again] = await jobs.claim(hold);
    expect(await jobs.bury({ queue, id: '2', token: again?.token ?? '', error: 'no' })).toBe(true);
    expect((await jobs.dead.list({ queue }).page()).items).toMatchObject([{ id: '2', error: 'no' }]);
    expect(await jobs.dead.redrive({ queue, id: '2' })).toBe(true);
    const [last] = await jobs.claim(hold);
    await jobs.bury({ queue, id: '2', token: last?.token ?? '', error: 'no' });
    expect(await jobs.dead.discard({ queue, id: '2' })).toBe(true);
    expect(await jobs.get({ queue, id: '2' })).toBe(undefined);
    expect(await jobs.stats({ queue })).toEqual({ ready: 0, delayed: 1, running: 0, dead: 0 });
    await jobs.check();
  }

  it('needs to permit no more than the README says, for keys of the prefix alone', async () => {
    await far.call('ACL', 'SETUSER', 'shop', 'on', '>shop-password', '~shop:*', ...permissions.split(' '));
    await using jobs = bullmqJobs({ url: urlOf('shop:shop-password@'), prefix: 'shop' });
    await everything(jobs);
    await using other = bullmqJobs({ url: urlOf('shop:shop-password@'), prefix: 'theirs' });
    await expect(other.enqueue({ queue, payload: 1 })).rejects.toMatchObject({
      vendor: { code: expect.stringMatching(/^(NOPERM|ERR)$/) }, // a script that may not says `ERR` in 7.0
    });
    expect(await far.keys('theirs*')).toEqual([]);
  });

  it('does nothing for a user whom it refuses, also where anybody may come in without a name', async () => {
    await using jobs = bullmqJobs({ url: urlOf('shop:another-password@') });
    const refused = { code: 'provider_auth_failed', outcome: 'not_applied', vendor: { code: 'WRONGPASS' } };
    for (const call of [() => jobs.enqueue({ queue, payload: 1 }), () => jobs.claim(hold)])
      await expect(call()).rejects.toMatchObject(refused);
    expect(await far.keys('*')).toEqual([]);
  });

  it('is asked by an idle worker for one job at a time, and never made to wait', async () => {
    await using jobs = bullmqJobs({ url: server.url });
    await jobs.claim({ ...hold, limit: 100 });
    const monitor = await far.monitor();
    const seen: string[] = [];
    monitor.on('monitor', (_time: string, [name = '']: readonly string[], source: string) => {
      if (source !== 'lua') seen.push(name.toLowerCase());
    });
    expect(await jobs.claim({ ...hold, limit: 100 })).toEqual([]);
    await jobs.check();
    await expect.poll(() => seen.at(-1)).toBe('ping');
    monitor.disconnect();
    expect(seen.filter((name) => name !== 'del').length).toBeLessThanOrEqual(4); // two looks, one job, the ping
  });

  it('that has forgotten the scripts is told them again', async () => {
    await using jobs = bullmqJobs({ url: server.url });
    await jobs.enqueue({ queue, id: '1', payload: 1, orderingKey: 'a' });
    await far.script('FLUSH');
    expect(await jobs.enqueue({ queue, id: '2', payload: 2, orderingKey: 'a' })).toEqual({
      id: '2',
      isNew: true,
    });
    expect(await jobs.claim({ ...hold, limit: 9 })).toMatchObject([{ id: '1' }]);
  });

  it('keeps the payload as the data of BullMQ’s job, for its own queues, workers and dashboards', async () => {
    await using jobs = bullmqJobs({ url: server.url, prefix: 'shop' });
    await jobs.enqueue({ queue, id: 'receipt:7', payload: { orderId: 7 } });
    const { queue: open, redis } = await jobs.native().then((engine) => ({
      queue: engine.queue(queue),
      redis: engine.redis,
    }));
    expect((await open.getJob('j.receipt%3A7'))?.data).toEqual({ orderId: 7 });
    expect(await open.getJobCounts('delayed')).toEqual({ delayed: 1 }); // all are, if only until now
    redis.disconnect();
    expect(await jobs.get({ queue, id: 'receipt:7' })).toMatchObject({ status: 'waiting' });
  });

  it('forgets what was done after `keepDoneMs`, and never what is dead', async () => {
    await using jobs = bullmqJobs({ url: server.url, keepDoneMs: 1000 });
    for (const id of ['1', '2', '3']) await jobs.enqueue({ queue, id, payload: null });
    const [first, second, third] = await jobs.claim({ ...hold, limit: 3 });
    await jobs.bury({ queue, id: '2', token: second?.token ?? '', error: 'no' });
    await jobs.complete({ queue, id: '1', token: first?.token ?? '' });
    await new Promise((resolve) => {
      setTimeout(resolve, 1100);
    });
    expect(await jobs.get({ queue, id: '1' })).toBe(undefined);
    await jobs.complete({ queue, id: '3', token: third?.token ?? '' });
    expect((await far.keys('*:j.*')).toSorted()).toEqual([
      'patchbay-jobs:mails:j.2',
      'patchbay-jobs:mails:j.3',
    ]);
    expect(await jobs.enqueue({ queue, id: '1', payload: null })).toMatchObject({ isNew: true });
  });
});
