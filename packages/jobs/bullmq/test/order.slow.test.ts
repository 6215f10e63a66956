import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { type RedisServer, redisProgram, startRedis } from '@patchbay/tooling-servers/redis';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bullmqJobs } from '../src/index.ts';

const program = fileURLToPath(new URL('./support/order-program.ts', import.meta.url));
const names = ['one', 'two', 'three', 'four'];
const stepsPerKey = 100;

interface Launched {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
}

describe.skipIf(missingProgram(redisProgram))('four processes that write and work', () => {
  let server: RedisServer;
  let far: Redis;
  const children: Launched[] = [];
  beforeEach(async () => {
    server = await startRedis();
    far = new Redis(server.port);
  });
  afterEach(async () => {
    for (const { process } of children) process.kill('SIGKILL');
    await Promise.all(children.splice(0).map(({ ended }) => ended));
    await far.quit();
    await server[Symbol.asyncDispose]();
  });

  function launch(name: string, count: number): Launched {
    const given = ['--conditions=@patchbay/source', program, server.url, name, String(count)];
    const child = spawn(process.execPath, given, { stdio: ['ignore', 'inherit', 'inherit'] });
    const launched = { process: child, ended: new Promise((resolve) => child.once('exit', resolve)) };
    children.push(launched);
    return launched;
  }

  /** Each begins after the one before it has ended; one that was retried or left alone begins again before any after it. */
  async function disorderOf(key: string): Promise<readonly string[]> {
    const disorder: string[] = [];
    let [begun, ended] = [0, 0];
    for (const line of await far.lrange(`told:${key}`, 0, -1)) {
      const [what = '', given = ''] = line.split(' ');
      const step = Number(given);
      const isNext = step === begun + 1 && ended === begun;
      if (step !== begun && !(what === 'begin' && isNext))
        disorder.push(`${line} after ${begun}, ${ended} ended`);
      begun = step;
      if (what === 'end') ended = step;
    }
    return [...disorder, ...(ended === stepsPerKey ? [] : [`${ended} is the last`])];
  }

  it('keep each key in order, one at a time, while tries fail, leases end and workers are killed', async () => {
    const keys = names.flatMap((name) => [`${name}:a`, `${name}:b`]);
    await far.set('announced', keys.length * stepsPerKey);
    const doomed = ['five', 'six'].map((name) => ({ name, ...launch(name, 0) }));
    const writers = names.map((name) => launch(name, stepsPerKey));
    for (const { name, process, ended } of doomed) {
      const begun = async (): Promise<number> => Number(await far.get(`begun by ${name}`));
      await expect.poll(begun, { timeout: 60_000, interval: 10 }).toBeGreaterThan(10);
      process.kill('SIGKILL');
      await ended;
    }
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual(names.map(() => 0));
    expect(await Promise.all(keys.map(disorderOf))).toEqual(keys.map(() => []));
    await using jobs = bullmqJobs({ url: server.url });
    const { dead, ...others } = await jobs.stats({ queue: 'orders' });
    expect(others).toEqual({ ready: 0, delayed: 0, running: 0 });
    expect(dead).toBeGreaterThan(0);
    expect(await far.keys('*:order:*')).toEqual([]);
  }, 400_000);

  it('are not held up by a job that somebody removed behind our back', async () => {
    await using jobs = bullmqJobs({ url: server.url });
    const queue = 'orders';
    for (const id of ['1', '2']) await jobs.enqueue({ queue, id, payload: id, orderingKey: 'a' });
    const bullmq = (await jobs.native()).queue(queue);
    expect(await bullmq.remove('j.1')).toBe(1);
    await jobs.enqueue({ queue, id: '3', payload: '3', orderingKey: 'a' });
    expect(await jobs.claim({ queue, limit: 9, leaseMs: 1000 })).toMatchObject([{ id: '2' }]);
  });
});
