// Runs in a process of its own: writes down jobs of its ordering keys, and works at those of everybody. What it begins
// and ends, it notes at the server, which takes the note only while the job is its own. Ends when all that were
// announced are over.
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

const noteIfOurs = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('RPUSH', KEYS[2], ARGV[2])`;

/** False for who was held up: another may have the job by now. */
async function note(what: string, { id, token, orderingKey, payload }: ClaimedJob): Promise<boolean> {
  const lock = (await jobs.native()).queue(queue).toKey(`j.${encodeURIComponent(id)}:lock`);
  const line = `${what} ${String(payload)}`;
  return Number(await far.eval(noteIfOurs, 2, lock, `told:${orderingKey}`, `t${token}`, line)) > 0;
}

async function work(job: ClaimedJob): Promise<unknown> {
  const held = { queue, id: job.id, token: job.token };
  if (!(await note('begin', job))) return;
  await far.incr(`begun by ${name}`);
  await pause(Math.random() * 4);
  if (chance(400)) return; // left alone until its lease ends
  if (chance(10)) return jobs.retry({ ...held, delayMs: 5, error: 'again' });
  if (!(await note('end', job))) return;
  return chance(10) ? jobs.bury({ ...held, error: 'no' }) : jobs.complete(held);
}

const writing = write();
while (!(await isOver())) {
  const claimed = await jobs.claim({ queue, limit: 3, leaseMs });
  if (claimed.length === 0) await pause(5);
  await Promise.all(claimed.map(work));
}
await writing;
await far.quit();
