import { virtualClock } from '@patchbay/testing';
import { leakCheck } from '@patchbay/testing/node';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { type RedisServer, redisProgram, startRedis } from '@patchbay/tooling-servers/redis';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RedisState, redisState } from '../src/index.ts';

const once = { retry: false } as const;

describe.skipIf(missingProgram(redisProgram))('a Redis', () => {
  let server: RedisServer;
  let state: RedisState;
  beforeEach(async () => {
    server = await startRedis();
    state = redisState({ url: server.url }, { policy: once });
  });
  afterEach(async () => {
    await state.close();
    await server[Symbol.asyncDispose]();
  });

  const swap = () => state.cas({ key: 'a', expected: undefined, value: 'b' });

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
      await state.put({ key: 'a', value: '1' });
      const redis = await state.native();
      server.process.kill('SIGSTOP');
      const writing = [swap(), state.increment({ key: 'a' }), state.putIfAbsent({ key: 'b', value: '1' })];
      const reading = state.get('a');
      const settling = Promise.allSettled([...writing, reading]);
      await expect.poll(() => redis.commandQueue.length).toBe(4); // they are in its hands
      await server.kill();
      const reasons = (await settling).map((settled) => 'reason' in settled && settled.reason);
      const unknown = { code: 'network', outcome: 'unknown' };
      expect(reasons).toMatchObject([unknown, unknown, unknown, { code: 'network', outcome: 'not_applied' }]);
      for (const call of [swap, () => state.get('a'), () => state.check()])
        await expect(call()).rejects.toMatchObject({ code: 'network', outcome: 'not_applied' });
      await server.start();
      expect(await swap()).toEqual({ isSwapped: true, value: 'b' });
    });

    it('is not missed by a client that was idle meanwhile, nor by calls that may wait for it', async () => {
      const clock = virtualClock();
      await using patient = redisState({ url: server.url }, { clock });
      await patient.put({ key: 'a', value: '1' });
      await server.kill();
      const counting = patient.increment({ key: 'a' });
      await expect.poll(() => clock.next()).toBeLessThan(200); // it waits for its next try
      await server.start();
      const busy = (): boolean => patient.health().inFlight > 0;
      expect(await clock.settle(counting, { busy })).toMatchObject({ value: { value: 1 } });
    });
  });

  describe('that hangs', () => {
    it('costs a call its deadline, and no more; what it was sent it may do yet', async () => {
      await state.check();
      server.process.kill('SIGSTOP');
      const from = performance.now();
      const failing = state.increment({ key: 'n' }, { deadlineMs: 1000 });
      await expect(failing).rejects.toMatchObject({ code: 'timeout', outcome: 'unknown' });
      await expect(state.get('n', { deadlineMs: 1000 })).rejects.toMatchObject({ outcome: 'not_applied' });
      expect(performance.now() - from).toBeLessThan(10_000); // a connection that is silent is given up after 15 seconds
      server.process.kill('SIGCONT');
      expect((await state.get('n'))?.value).toBe('1');
    });

    it('before it was first spoken to, is sent nothing', async () => {
      server.process.kill('SIGSTOP');
      const failing = state.increment({ key: 'n' }, { deadlineMs: 1000 });
      await expect(failing).rejects.toMatchObject({ code: 'timeout', outcome: 'not_applied' });
      server.process.kill('SIGCONT');
      expect(await state.increment({ key: 'n' })).toEqual({ value: 1 });
    });

    it('for longer than 15 seconds is given up, and connected to anew', async () => {
      const clock = virtualClock();
      await using other = redisState({ url: server.url }, { clock, policy: once });
      await other.check();
      const redis = await other.native();
      server.process.kill('SIGSTOP');
      const patience = { deadlineMs: 60_000, timeoutMs: 60_000 };
      const [failing, reading] = [other.increment({ key: 'n' }, patience), other.get('n', patience)];
      const settling = Promise.allSettled([failing, reading]);
      await expect.poll(() => redis.commandQueue.length).toBe(2); // they are in its hands
      await clock.advance(14_999);
      expect(redis.status).toBe('ready');
      await clock.advance(1);
      expect(await settling).toMatchObject([
        { reason: { code: 'network', outcome: 'unknown' } },
        { reason: { code: 'network', outcome: 'not_applied' } },
      ]);
      server.process.kill('SIGCONT');
      await other.put({ key: 'a', value: '1' });
      expect((await other.get('a'))?.value).toBe('1');
    });

    it('holds up no close, and is let go of', async () => {
      const leaks = leakCheck();
      await using other = redisState({ url: server.url });
      await other.check();
      server.process.kill('SIGSTOP');
      const from = performance.now();
      const [failed] = await Promise.allSettled([other.get('a'), other.close()]);
      expect(failed).toMatchObject({ reason: { code: 'precondition_failed', reason: 'closed' } });
      expect(performance.now() - from).toBeLessThan(10_000);
      await leaks.assertNone();
      server.process.kill('SIGCONT');
    });
  });

  describe('that refuses a command', () => {
    it('for want of memory takes no more, and still reads and deletes', async () => {
      await state.put({ key: 'a', value: '1' });
      await far((redis) => redis.config('SET', 'maxmemory', '1'));
      const full = { code: 'quota_exceeded', reason: 'store_full', outcome: 'not_applied' };
      for (const call of [
        () => state.put({ key: 'b', value: '1' }),
        () => state.putIfAbsent({ key: 'b', value: '1' }),
        () => state.cas({ key: 'a', expected: '1', value: '2' }),
        () => state.increment({ key: 'a' }),
        () => state.increment({ key: 'b' }),
      ])
        await expect(call()).rejects.toMatchObject(full);
      expect((await state.get('a'))?.value).toBe('1');
      expect(await state.cas({ key: 'a', expected: '1', value: undefined })).toEqual({ isSwapped: true });
    });

    it('since it is a replica now, is asked again on a new connection', async () => {
      await state.put({ key: 'a', value: '1' });
      await far((redis) => redis.replicaof('127.0.0.1', 1));
      const refused = { code: 'provider_unavailable', outcome: 'not_applied', vendor: { code: 'READONLY' } };
      await expect(state.put({ key: 'a', value: '2' })).rejects.toMatchObject(refused);
      await expect(state.increment({ key: 'a' })).rejects.toMatchObject({ outcome: 'not_applied' });
      await far((redis) => redis.replicaof('NO', 'ONE'));
      await using patient = redisState({ url: server.url });
      expect(await patient.increment({ key: 'a' })).toEqual({ value: 2 });
    });

    it('since it is busy with a script, has done nothing', async () => {
      await state.check();
      await far((redis) => redis.config('SET', 'busy-reply-threshold', '1'));
      const killing = new Redis(server.port);
      await killing.ping();
      const looping = new Redis(server.port);
      const loop = looping.eval('while true do end', 0).catch(() => undefined);
      await expect
        .poll(() => state.put({ key: 'a', value: '1' }).catch((error: unknown) => error))
        .toMatchObject({ code: 'provider_unavailable', outcome: 'not_applied', vendor: { code: 'BUSY' } });
      await killing.script('KILL');
      await loop;
      killing.disconnect();
      looping.disconnect();
      await state.put({ key: 'a', value: '2' });
      expect((await state.get('a'))?.value).toBe('2');
    });

    it('since something else is kept there, leaves it as it is', async () => {
      await far((redis) => redis.rpush('patchbay:a', 'theirs'));
      const refused = { code: 'config_invalid', outcome: 'not_applied', vendor: { code: 'WRONGTYPE' } };
      for (const call of [() => state.get('a'), swap, () => state.increment({ key: 'a' })])
        await expect(call()).rejects.toMatchObject(refused);
      expect(await far((redis) => redis.lrange('patchbay:a', 0, -1))).toEqual(['theirs']);
    });
  });
});
