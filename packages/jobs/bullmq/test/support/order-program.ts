// Runs in a process of its own: writes down jobs of its ordering keys, and works at those of everybody. What it begins, it
// notes at the server before anything else. Ends when all that were announced are over.
import type { ClaimedJob } from '@patchbay/jobs';
import { bullmqJobs } from '@patchbay/jobs-bullmq';
import { Redis } from 'ioredis';

const [, , url = '', name = '', given = ''] = process.argv;
const count = Number(given);
const queue = 'orders';
const far = new Redis(url);
await using jobs = bullmqJobs({ url });

/** One in so many ends otherwise than well. */
const chance = (one: number): boolean => Math.random() * one < 1;
const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function write(): Promise<void> {
  for (let step = 1; step <= count; step += 1)
    for (const key of [`${name}:a`, `${name}:b`]) {
      await jobs.enqueue({ queue, id: `${key}:${step}`, payload: step, orderingKey: key });
      await far.incr('written');
    }
}

async function isOver(): Promise<boolean> {
  if ((await far.get('written')) !== (await far.get('announced'))) return false;
  const { ready, delayed, running } = await jobs.stats({ queue });
  return ready + delayed + running === 0;
}

async function work({ id, token, orderingKey, payload }: ClaimedJob): Promise<unknown> {
  const held = { queue, id, token };
  await far.rpush(`told:${orderingKey}`, `begin ${String(payload)}`);
  await far.incr(`begun by ${name}`);
  await pause(Math.random() * 4);
  if (chance(400)) return; // left alone until its lease ends
  if (chance(10)) return jobs.retry({ ...held, delayMs: 5, error: 'again' });
  await far.rpush(`told:${orderingKey}`, `end ${String(payload)}`);
  return chance(10) ? jobs.bury({ ...held, error: 'no' }) : jobs.complete(held);
}

const writing = write();
while (!(await isOver())) {
  const claimed = await jobs.claim({ queue, limit: 3, leaseMs: 1000 });
  if (claimed.length === 0) await pause(5);
  await Promise.all(claimed.map(work));
}
await writing;
await far.quit();
