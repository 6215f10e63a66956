// Takes jobs beside others that do the same until there are none left, and prints what it did, job by job.
import { sqliteJobs } from '@patchbay/jobs-sqlite';

const [, , file = ''] = process.argv;
await using jobs = sqliteJobs({ file, durability: 'process' });
const done: { id: string; orderingKey: string | undefined; at: string }[] = [];
for (;;) {
  const claimed = await jobs.claim({ queue: 'orders', limit: 3, leaseMs: 60_000 });
  for (const { queue, id, token, orderingKey } of claimed) {
    const at = String(process.hrtime.bigint()); // one clock for all processes
    if (await jobs.complete({ queue, id, token })) done.push({ id, orderingKey, at });
  }
  const { ready, delayed } = await jobs.stats({ queue: 'orders' });
  if (ready + delayed === 0) break;
}
process.stdout.write(JSON.stringify(done));
