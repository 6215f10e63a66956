// Runs in a process of its own: writes down jobs of its ordering keys, and works at those of everybody. What it begins, it
// notes at the server before anything else. Ends when all that were announced are over.
import type { ClaimedJob } from '@patchbay/jobs';
import { bullmqJobs } from '@patchbay/jobs-bullmq';
import { Redis } from 'ioredis';

const [, , url = '', name = '', given = ''] = process.argv;
const count = Number(given);
const queue = 'orders';
const leaseMs = 2000;
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

/** Who was held up leaves its job alone in time: another may have it soon. */
async function work(
  { id, token, orderingKey, payload }: ClaimedJob,
  isInTime: () => boolean,
): Promise<unknown> {
  if (!isInTime()) return;
  const held = { queue, id, token };
  await far.rpush(`told:${orderingKey}`, `begin ${String(payload)}`);
  await far.incr(`begun by ${name}`);
  await pause(Math.random() * 4);
  if (chance(400)) return; // left alone until its lease ends
  if (!isInTime()) return;
  if (chance(10)) return jobs.retry({ ...held, delayMs: 5, error: 'again' });
  await far.rpush(`told:${orderingKey}`, `end ${String(payload)}`);
  return chance(10) ? jobs.bury({ ...held, error: 'no' }) : jobs.complete(held);
}

const writing = write();
while (!(await isOver())) {
  const until = performance.now() + leaseMs / 2;
  const claimed = await jobs.claim({ queue, limit: 3, leaseMs });
  if (claimed.length === 0) await pause(5);
  await Promise.all(claimed.map((job) => work(job, () => performance.now() < until)));
}
await writing;
await far.quit();
