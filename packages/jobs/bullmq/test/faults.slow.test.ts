import { virtualClock } from '@patchbay/testing';
import { leakCheck } from '@patchbay/testing/node';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { type RedisServer, redisProgram, startRedis } from '@patchbay/tooling-servers/redis';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BullmqJobs, bullmqJobs } from '../src/index.ts';

const once = { retry: false } as const;
const queue = 'mails';
const hold = { queue, limit: 1, leaseMs: 60_000 };

describe.skipIf(missingProgram(redisProgram))('a Redis', () => {
  let server: RedisServer;
  let jobs: BullmqJobs;
  beforeEach(async () => {
    server = await startRedis();
    jobs = bullmqJobs({ url: server.url }, { policy: once });
  });
  afterEach(async () => {
    await jobs.close();
    await server[Symbol.asyncDispose]();
  });

  const enqueue = (id: string) => jobs.enqueue({ queue, id, payload: id });

  /** A second client, which sees what the first one did. */
  async function far<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(server.port);
    try {
      return await work(redis);
    } finally {
      await redis.quit();
    }
  }

  describe('that is killed', () => {
    it('leaves calls under way unknown, later ones without effect, and is found again when it is back', async () => {
      await enqueue('1');
      await jobs.claim(hold);
      const { redis } = await jobs.native();
      server.process.kill('SIGSTOP');
      const settling = Promise.allSettled([enqueue('2'), jobs.claim(hold), jobs.stats({ queue })]);
      await expect.poll(() => redis.commandQueue.length).toBeGreaterThanOrEqual(3); // they are in its hands
      await server.kill();
      const reasons = (await settling).map((settled) => 'reason' in settled && settled.reason);
      const unknown = { code: 'network', outcome: 'unknown' };
      expect(reasons).toMatchObject([unknown, unknown, { code: 'network', outcome: 'not_applied' }]);
      for (const call of [() => enqueue('2'), () => jobs.claim(hold), () => jobs.check()])
        await expect(call()).rejects.toMatchObject({ code: 'network', outcome: 'not_applied' });
      await server.start();
      expect(await enqueue('3')).toEqual({ id: '3', isNew: true });
      expect(await jobs.claim(hold)).toMatchObject([{ id: '3', attempt: 1 }]);
    });

    it('is not missed by calls that may wait for it', async () => {
      const clock = virtualClock();
      await using patient = bullmqJobs({ url: server.url }, { clock });
      await patient.enqueue({ queue, payload: 1 });
      await server.kill();
      const enqueuing = patient.enqueue({ queue, id: '2', payload: 2 });
      await expect.poll(() => clock.next()).toBeLessThan(200); // it waits for its next try
      await server.start();
      const busy = (): boolean => patient.health().inFlight > 0;
      expect(await clock.settle(enqueuing, { busy })).toMatchObject({ value: { id: '2', isNew: true } });
    });
  });

  describe('that hangs', () => {
    it('costs a call its deadline, and no more; what it was sent it may do yet', async () => {
      await jobs.check();
      server.process.kill('SIGSTOP');
      const from = performance.now();
      const failing = jobs.enqueue({ queue, id: '1', payload: 1 }, { deadlineMs: 1000 });
      await expect(failing).rejects.toMatchObject({ code: 'timeout', outcome: 'unknown' });
      await expect(jobs.claim(hold, { deadlineMs: 1000 })).rejects.toMatchObject({ code: 'timeout' });
      expect(performance.now() - from).toBeLessThan(10_000); // a connection that is silent is given up after 15 seconds
      server.process.kill('SIGCONT');
      expect(await jobs.get({ queue, id: '1' })).toMatchObject({ status: 'waiting' });
    });

    it('before it was first spoken to, is sent nothing', async () => {
      server.process.kill('SIGSTOP');
      const failing = jobs.enqueue({ queue, payload: 1 }, { deadlineMs: 1000 });
      await expect(failing).rejects.toMatchObject({ code: 'timeout', outcome: 'not_applied' });
      server.process.kill('SIGCONT');
      expect(await jobs.stats({ queue })).toEqual({ ready: 0, delayed: 0, running: 0, dead: 0 });
    });

    it('for longer than 15 seconds is given up, and connected to anew', async () => {
      const clock = virtualClock();
      await using other = bullmqJobs({ url: server.url }, { clock, policy: once });
      await other.check();
      const { redis } = await other.native();
      server.process.kill('SIGSTOP');
      const patience = { deadlineMs: 60_000, timeoutMs: 60_000 };
      const settling = Promise.allSettled([other.enqueue({ queue, payload: 1 }, patience)]);
      await expect.poll(() => redis.commandQueue.length).toBeGreaterThanOrEqual(1); // it is in its hands
      await clock.advance(15_000);
      expect(await settling).toMatchObject([{ reason: { code: 'network', outcome: 'unknown' } }]);
      server.process.kill('SIGCONT');
      expect(await other.enqueue({ queue, id: '2', payload: 2 })).toEqual({ id: '2', isNew: true });
    });

    it('holds up no close, and is let go of', async () => {
      const leaks = leakCheck();
      await using other = bullmqJobs({ url: server.url });
      await other.check();
      server.process.kill('SIGSTOP');
      const from = performance.now();
      const [failed] = await Promise.allSettled([other.stats({ queue }), other.close()]);
      expect(failed).toMatchObject({ reason: { code: 'precondition_failed', reason: 'closed' } });
      expect(performance.now() - from).toBeLessThan(10_000);
      await leaks.assertNone();
      server.process.kill('SIGCONT');
    });
  });

  describe('that refuses a command', () => {
    it('for want of memory takes no new job, and loses none that it has', async () => {
      for (const id of ['1', '2']) await enqueue(id);
      const [first] = await jobs.claim(hold);
      await far((redis) => redis.config('SET', 'maxmemory', '1'));
      const full = { code: 'quota_exceeded', reason: 'store_full', outcome: 'not_applied' };
      const held = { queue, id: '1', token: first?.token ?? '' };
      const back = { ...held, delayMs: 0, error: 'again' };
      for (const call of [
        () => enqueue('3'),
        () => jobs.claim(hold),
        () => jobs.renew({ ...held, leaseMs: 1000 }),
        () => jobs.retry(back),
        () => jobs.bury({ ...held, error: 'no' }),
        () => jobs.complete(held),
      ])
        await expect(call()).rejects.toMatchObject(full);
      await far((redis) => redis.config('SET', 'maxmemory', '0'));
      expect(await jobs.complete(held)).toBe(true);
      expect(await jobs.get({ queue, id: '3' })).toBe(undefined);
      expect(await jobs.claim({ ...hold, limit: 9 })).toMatchObject([{ id: '2' }]);
    });

    it('since it is a replica now, is asked again on a new connection', async () => {
      await enqueue('1');
      await far((redis) => redis.replicaof('127.0.0.1', 1));
      const refused = { code: 'provider_unavailable', outcome: 'not_applied', vendor: { code: 'READONLY' } };
      await expect(enqueue('2')).rejects.toMatchObject(refused);
      await expect(jobs.claim(hold)).rejects.toMatchObject({ outcome: 'not_applied' });
      await far((redis) => redis.replicaof('NO', 'ONE'));
      await using patient = bullmqJobs({ url: server.url });
      expect(await patient.enqueue({ queue, id: '2', payload: 2 })).toEqual({ id: '2', isNew: true });
    });

    it('since something else is kept there, leaves it as it is', async () => {
      await far((redis) => redis.set('patchbay-jobs:mails:delayed', 'theirs'));
      await expect(jobs.enqueue({ queue, payload: 1, orderingKey: 'a' })).rejects.toMatchObject({
        code: 'config_invalid',
      });
      expect(await far((redis) => redis.get('patchbay-jobs:mails:delayed'))).toBe('theirs');
    });
  });
});
